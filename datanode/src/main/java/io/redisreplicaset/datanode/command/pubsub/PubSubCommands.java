package io.redisreplicaset.datanode.command.pubsub;

import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.MAY_REPLICATE;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.PUBSUB;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyBytes;
import io.redisreplicaset.datanode.command.PubSub;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// SUBSCRIBE, PUBLISH and PUBSUB.
public final class PubSubCommands {
    private PubSubCommands() {}

    public static void register(CommandTable table) {
        table.add(pubsub("subscribe", -2, "Listens to channels.")
                .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                .runs(PubSubCommands::subscribe));
        table.add(pubsub("unsubscribe", -1, "Stops listening to channels.")
                .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                .runs(PubSubCommands::unsubscribe));
        table.add(pubsub("psubscribe", -2, "Listens to all channels that match a pattern.")
                .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                .runs(PubSubCommands::subscribePatterns));
        table.add(pubsub("punsubscribe", -1, "Stops listening to patterns.")
                .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                .runs(PubSubCommands::unsubscribePatterns));
        table.add(pubsub("publish", 3, "Sends a message to a channel.")
                .flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
                .runs(PubSubCommands::publish));
        table.add(pubsub("pubsub", -2, "What is listened to.")
                .sub(open("channels", -2), PubSubCommands::channels)
                .sub(open("numsub", -2), PubSubCommands::numSub)
                .sub(
                        open("numpat", 2),
                        in -> in.reply().integer(in.node().pubSub().patternCount()))
                .sub(
                        named("help", 2).flags(LOADING, STALE).docs("pubsub", "6.2.0", "PUBSUB HELP."),
                        PubSubCommands::help)
                .container());
    }

    private static CommandSpec.Builder pubsub(String name, int arity, String summary) {
        return named(name, arity).docs("pubsub", "2.0.0", summary);
    }

    private static CommandSpec.Builder open(String name, int arity) {
        return named(name, arity)
                .flags(PUBSUB, LOADING, STALE)
                .docs("pubsub", "2.8.0", "PUBSUB " + name.toUpperCase(Locale.ROOT) + ".");
    }

    private static void subscribe(Invocation in) {
        for (int i = 1; i < in.count(); i++) {
            KeyBytes channel = new KeyBytes(in.bytes(i));
            in.node().pubSub().subscribe(in.client(), channel);
            confirm(in, "subscribe", channel);
        }
    }

    private static void subscribePatterns(Invocation in) {
        for (int i = 1; i < in.count(); i++) {
            KeyBytes pattern = new KeyBytes(in.bytes(i));
            in.node().pubSub().subscribePattern(in.client(), pattern);
            confirm(in, "psubscribe", pattern);
        }
    }

    @FunctionalInterface
    private interface Removal {
        boolean remove(Client client, KeyBytes name);
    }

    private static void unsubscribe(Invocation in) {
        PubSub pubSub = in.node().pubSub();
        unsubscribe(in, "unsubscribe", in.client().subscriptions().channels(), pubSub::unsubscribe);
    }

    private static void unsubscribePatterns(Invocation in) {
        PubSub pubSub = in.node().pubSub();
        unsubscribe(in, "punsubscribe", in.client().subscriptions().patterns(), pubSub::unsubscribePattern);
    }

    private static void unsubscribe(Invocation in, String verb, Collection<KeyBytes> all, Removal removal) {
        if (in.count() > 1) {
            for (int i = 1; i < in.count(); i++) {
                KeyBytes name = new KeyBytes(in.bytes(i));
                removal.remove(in.client(), name);
                confirm(in, verb, name);
            }
            return;
        }
        if (all.isEmpty()) {
            confirm(in, verb, null);
            return;
        }
        for (KeyBytes name : List.copyOf(all)) {
            removal.remove(in.client(), name);
            confirm(in, verb, name);
        }
    }

    private static void confirm(Invocation in, String verb, @Nullable KeyBytes name) {
        RespWriter push = new RespWriter(128);
        push.protocol(in.client().protocol());
        push.push(3);
        push.bulk(verb);
        if (name == null) {
            push.nil();
        } else {
            push.bulk(name.bytes());
        }
        push.integer(in.client().subscriptions().count());
        // Like a message, it comes even to a client that wants no replies.
        in.client().deliver(push.buffer(), 0, push.length());
    }

    private static void publish(Invocation in) {
        int receivers = in.node().pubSub().publish(in.bytes(1), in.bytes(2));
        in.propagateAnyway();
        in.reply().integer(receivers);
    }

    private static void channels(Invocation in) {
        if (in.count() > 3) {
            throw ErrorReply.subcommandSyntax(in.text(1), "PUBSUB");
        }
        Collection<KeyBytes> found = in.count() > 2
                ? in.node().pubSub().channelsLike(in.bytes(2))
                : in.node().pubSub().allChannels();
        in.reply().array(found.size());
        found.forEach(channel -> in.reply().bulk(channel.bytes()));
    }

    private static void numSub(Invocation in) {
        in.reply().array((in.count() - 2) * 2);
        for (int i = 2; i < in.count(); i++) {
            in.reply().bulk(in.bytes(i));
            in.reply().integer(in.node().pubSub().subscribers(new KeyBytes(in.bytes(i))));
        }
    }

    private static void help(Invocation in) {
        List<String> lines = List.of(
                "PUBSUB <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "CHANNELS [<pattern>]",
                "    Channels that someone is subscribed to.",
                "NUMPAT",
                "    How many patterns are subscribed to.",
                "NUMSUB [<channel> ...]",
                "    How many clients are subscribed to each channel.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
