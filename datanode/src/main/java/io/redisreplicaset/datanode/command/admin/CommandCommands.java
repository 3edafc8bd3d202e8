package io.redisreplicaset.datanode.command.admin;

import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.CommandFlag;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.resp.RespWriter;
import io.redisreplicaset.datanode.text.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// COMMAND: what commands there are, told from the same facts that the server runs by.
final class CommandCommands {
    private CommandCommands() {}

    static void register(CommandTable table) {
        table.add(AdminCommands.admin("command", -1, "2.8.13", "The commands of the server.")
                .flags(LOADING, STALE)
                .sub(
                        open("count", 2),
                        in -> in.reply().integer(in.node().commands().all().size()))
                .sub(open("info", -2), CommandCommands::info)
                .sub(open("docs", -2), CommandCommands::docs)
                .sub(open("list", -2), CommandCommands::list)
                .sub(open("getkeys", -4), CommandCommands::getKeys)
                .sub(open("help", 2), CommandCommands::help)
                .runs(CommandCommands::all));
    }

    private static CommandSpec.Builder open(String name, int arity) {
        return named(name, arity)
                .flags(LOADING, STALE)
                .docs("server", "2.8.13", "COMMAND " + name.toUpperCase(Locale.ROOT) + ".");
    }

    private static void all(Invocation in) {
        Collection<CommandSpec> all = in.node().commands().all();
        in.reply().array(all.size());
        all.forEach(spec -> describe(in.reply(), spec));
    }

    private static void info(Invocation in) {
        if (in.count() == 2) {
            all(in);
            return;
        }
        in.reply().array(in.count() - 2);
        for (int i = 2; i < in.count(); i++) {
            CommandSpec spec = find(in, i);
            if (spec == null) {
                in.reply().nil();
            } else {
                describe(in.reply(), spec);
            }
        }
    }

    private static @Nullable CommandSpec find(Invocation in, int index) {
        String name = in.text(index).toLowerCase(Locale.ROOT);
        int bar = name.indexOf('|');
        CommandSpec spec = in.node().commands().named(bar < 0 ? name : name.substring(0, bar));
        return spec == null || bar < 0 ? spec : spec.subcommand(name.substring(bar + 1));
    }

    private static void describe(RespWriter reply, CommandSpec spec) {
        reply.array(10);
        reply.bulk(spec.name());
        reply.integer(spec.arity());
        List<CommandFlag> flags =
                spec.flags().stream().filter(CommandFlag::isTold).toList();
        reply.set(flags.size());
        flags.forEach(flag -> reply.simple(flag.wireName()));
        reply.integer(spec.firstKey());
        reply.integer(spec.lastKey());
        reply.integer(spec.keyStep());
        reply.set(0);
        reply.array(0);
        reply.array(0);
        reply.array(spec.subcommands().size());
        spec.subcommands().values().forEach(sub -> describe(reply, sub));
    }

    private static void docs(Invocation in) {
        List<CommandSpec> wanted = new ArrayList<>();
        if (in.count() == 2) {
            wanted.addAll(in.node().commands().all());
        } else {
            for (int i = 2; i < in.count(); i++) {
                CommandSpec spec = find(in, i);
                if (spec != null) {
                    wanted.add(spec);
                }
            }
        }
        in.reply().map(wanted.size());
        wanted.forEach(spec -> document(in.reply(), spec));
    }

    private static void document(RespWriter reply, CommandSpec spec) {
        reply.bulk(spec.name());
        reply.map(spec.subcommands().isEmpty() ? 3 : 4);
        reply.bulk("summary");
        reply.bulk(spec.summary());
        reply.bulk("since");
        reply.bulk(spec.since());
        reply.bulk("group");
        reply.bulk(spec.group());
        if (!spec.subcommands().isEmpty()) {
            reply.bulk("subcommands");
            reply.map(spec.subcommands().size());
            spec.subcommands().values().forEach(sub -> document(reply, sub));
        }
    }

    private static void list(Invocation in) {
        List<CommandSpec> wanted = in.node().commands().all().stream()
                .filter(spec -> isListed(in, spec))
                .toList();
        in.reply().array(wanted.size());
        wanted.forEach(spec -> in.reply().bulk(spec.name()));
    }

    private static boolean isListed(Invocation in, CommandSpec spec) {
        if (in.count() == 2) {
            return true;
        }
        if (in.count() != 5 || !in.is(2, "filterby")) {
            throw ErrorReply.syntax();
        }
        if (in.is(3, "module")) {
            return false;
        }
        if (!in.is(3, "pattern")) {
            throw ErrorReply.syntax();
        }
        byte[] name = spec.name().getBytes(StandardCharsets.US_ASCII);
        return GlobPattern.matches(in.bytes(4), name, 0, name.length, true);
    }

    private static void getKeys(Invocation in) {
        CommandSpec spec = in.node().commands().named(in.text(2).toLowerCase(Locale.ROOT));
        if (spec == null) {
            throw new ErrorReply("ERR Invalid command specified");
        }
        int arguments = in.count() - 2;
        int base = 2;
        CommandSpec sub = arguments > 1 ? spec.subcommand(in.text(3)) : null;
        CommandSpec facts = sub == null ? spec : sub;
        if (facts.firstKey() == 0) {
            throw new ErrorReply("ERR The command has no key arguments");
        }
        if (!facts.takes(arguments)) {
            throw new ErrorReply("ERR Invalid number of arguments specified for command");
        }
        int last = facts.lastKey() < 0 ? arguments + facts.lastKey() : facts.lastKey();
        List<byte[]> keys = new ArrayList<>();
        for (int i = facts.firstKey(); i <= last; i += facts.keyStep()) {
            keys.add(in.bytes(base + i));
        }
        in.reply().array(keys.size());
        keys.forEach(in.reply()::bulk);
    }

    private static void help(Invocation in) {
        List<String> lines = List.of(
                "COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "(no subcommand)",
                "    The facts of all commands.",
                "COUNT",
                "    How many commands there are.",
                "LIST [FILTERBY (MODULE <name>|PATTERN <pattern>)]",
                "    Their names.",
                "INFO [<command> ...] | DOCS [<command> ...]",
                "    The facts, or the documentation, of some or all commands.",
                "GETKEYS <command> [<arg> ...]",
                "    Which of the arguments are keys.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
