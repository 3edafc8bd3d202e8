package io.redisreplicaset.datanode.command.connection;

import static io.redisreplicaset.datanode.command.CommandFlag.ADMIN;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// CLIENT: who is connected, names, kills and pauses.
final class ClientCommands {
    private ClientCommands() {}

    static void register(CommandTable table) {
        table.add(ConnectionCommands.connection("client", -2, "2.4.0", "Connections and who is behind them.")
                .sub(open("id", 2), in -> in.reply().integer(in.client().id()))
                .sub(open("getname", 2), ClientCommands::getName)
                .sub(open("setname", 3), ClientCommands::setName)
                .sub(open("setinfo", 4), ClientCommands::setInfo)
                .sub(
                        open("info", 2),
                        in -> in.reply().verbatim("txt", ClientLine.of(in.client(), in.nowMillis()) + "\n"))
                .sub(open("list", -2).flags(ADMIN), ClientCommands::list)
                .sub(open("kill", -3).flags(ADMIN), ClientCommands::kill)
                .sub(open("pause", -3).flags(ADMIN), ClientCommands::pause)
                .sub(open("unpause", 2).flags(ADMIN), ClientCommands::unpause)
                .sub(open("reply", 3), ClientCommands::reply)
                .sub(open("no-evict", 3).flags(ADMIN), ClientCommands::noEvict)
                .sub(
                        named("help", 2).flags(LOADING, STALE).docs("connection", "5.0.0", "CLIENT HELP."),
                        ClientCommands::help)
                .container());
    }

    private static CommandSpec.Builder open(String name, int arity) {
        return named(name, arity)
                .flags(NOSCRIPT, LOADING, STALE)
                .docs("connection", "2.4.0", "CLIENT " + name.toUpperCase(Locale.ROOT) + ".");
    }

    private static void getName(Invocation in) {
        if (in.client().name().isEmpty()) {
            in.reply().nil();
        } else {
            in.reply().bulk(in.client().name());
        }
    }

    private static void setName(Invocation in) {
        in.client().name(checkedName(in.text(2), "Client names"));
        in.reply().ok();
    }

    /// @throws ErrorReply CLIENT LIST could not show it unambiguously
    static String checkedName(String name, String what) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '!' || name.charAt(i) > '~') {
                throw new ErrorReply("ERR " + what + " cannot contain spaces, newlines or special characters.");
            }
        }
        return name;
    }

    private static void setInfo(Invocation in) {
        if (in.is(2, "lib-name")) {
            in.client().libraryName(checkedName(in.text(3), "lib-name"));
        } else if (in.is(2, "lib-ver")) {
            in.client().libraryVersion(checkedName(in.text(3), "lib-ver"));
        } else {
            throw new ErrorReply("ERR Unrecognized option '" + in.text(2) + "'");
        }
        in.reply().ok();
    }

    private static void list(Invocation in) {
        Predicate<Client> wanted = client -> true;
        if (in.count() == 4 && in.is(2, "type")) {
            wanted = ofType(in.text(3));
        } else if (in.count() > 3 && in.is(2, "id")) {
            List<Long> ids = new ArrayList<>();
            for (int i = 3; i < in.count(); i++) {
                ids.add(in.whole(i, Long.MIN_VALUE, Long.MAX_VALUE, "ERR Invalid client ID"));
            }
            wanted = client -> ids.contains(client.id());
        } else if (in.count() != 2) {
            throw ErrorReply.syntax();
        }
        StringBuilder lines = new StringBuilder();
        for (Client client : in.node().clients().all()) {
            if (wanted.test(client)) {
                lines.append(ClientLine.of(client, in.nowMillis())).append('\n');
            }
        }
        in.reply().verbatim("txt", lines.toString());
    }

    private static Predicate<Client> ofType(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "normal" ->
                client -> client.kind() == Client.Kind.NORMAL
                        && client.subscriptions().count() == 0;
            case "master" -> Client::isUpstream;
            case "replica", "slave" -> Client::isReplica;
            case "pubsub" ->
                client -> client.kind() == Client.Kind.NORMAL
                        && client.subscriptions().count() > 0;
            default -> throw new ErrorReply("ERR Unknown client type '" + type + "'");
        };
    }

    private static void kill(Invocation in) {
        if (in.count() == 3) {
            String address = in.text(2);
            int killed =
                    killAll(in, client -> client.connection().remoteAddress().equals(address), false);
            if (killed == 0) {
                throw new ErrorReply("ERR No such client");
            }
            in.reply().ok();
            return;
        }
        Predicate<Client> wanted = client -> true;
        boolean sparesMe = true;
        for (int i = 2; i < in.count(); i += 2) {
            if (i + 1 == in.count()) {
                throw ErrorReply.syntax();
            }
            if (in.is(i, "skipme")) {
                sparesMe = skipMe(in, i + 1);
            } else {
                wanted = wanted.and(filter(in, i));
            }
        }
        in.reply().integer(killAll(in, wanted, sparesMe));
    }

    private static Predicate<Client> filter(Invocation in, int index) {
        String value = in.text(index + 1);
        return switch (in.text(index).toLowerCase(Locale.ROOT)) {
            case "id" -> {
                long id = in.whole(index + 1, 1, Long.MAX_VALUE, "ERR client-id should be greater than 0");
                yield client -> client.id() == id;
            }
            case "type" -> ofType(value);
            case "addr" -> client -> client.connection().remoteAddress().equals(value);
            case "laddr" -> client -> client.connection().localAddress().equals(value);
            case "user" -> {
                if (!value.equals("default")) {
                    throw new ErrorReply("ERR No such user '" + value + "'");
                }
                yield Client::isAuthenticated;
            }
            default -> throw ErrorReply.syntax();
        };
    }

    private static boolean skipMe(Invocation in, int index) {
        if (in.is(index, "yes")) {
            return true;
        }
        if (in.is(index, "no")) {
            return false;
        }
        throw ErrorReply.syntax();
    }

    private static int killAll(Invocation in, Predicate<Client> wanted, boolean sparesMe) {
        int killed = 0;
        for (Client client : List.copyOf(in.node().clients().all())) {
            boolean isMe = client == in.client();
            if (!wanted.test(client) || (isMe && sparesMe)) {
                continue;
            }
            killed++;
            if (isMe) {
                client.closeAfterReply();
            } else {
                client.connection().close();
            }
        }
        return killed;
    }

    private static void pause(Invocation in) {
        if (in.count() > 4) {
            throw ErrorReply.subcommandSyntax(in.text(1), "CLIENT");
        }
        boolean onlyWrites = in.count() == 4 && in.is(3, "write");
        if (in.count() == 4 && !onlyWrites && !in.is(3, "all")) {
            throw new ErrorReply("ERR CLIENT PAUSE mode must be WRITE or ALL");
        }
        long millis = in.timeoutMillis(2);
        in.node().control().pauseClients(in.nowMillis() + millis, onlyWrites);
        in.reply().ok();
    }

    private static void unpause(Invocation in) {
        in.node().control().resumeClients();
        in.reply().ok();
    }

    private static void reply(Invocation in) {
        if (in.is(2, "on")) {
            in.client().replyMode(Client.ReplyMode.ON);
            in.reply().ok();
        } else if (in.is(2, "off")) {
            in.client().replyMode(Client.ReplyMode.OFF);
        } else if (in.is(2, "skip")) {
            if (in.client().replyMode() != Client.ReplyMode.OFF) {
                in.client().replyMode(Client.ReplyMode.SKIP_NEXT);
            }
        } else {
            throw ErrorReply.syntax();
        }
    }

    private static void noEvict(Invocation in) {
        if (!in.is(2, "on") && !in.is(2, "off")) {
            throw ErrorReply.syntax();
        }
        // Clients are never evicted here (there is no maxmemory-clients): both wishes are fulfilled.
        in.reply().ok();
    }

    private static void help(Invocation in) {
        List<String> lines = List.of(
                "CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "GETNAME | SETNAME <name>",
                "    The name of this connection.",
                "ID | INFO",
                "    The id of this connection, or its line of LIST.",
                "KILL <ip:port> | KILL <option> <value> [<option> <value> ...]",
                "    Close connections: ID, TYPE, ADDR, LADDR, USER, SKIPME.",
                "LIST [TYPE (NORMAL|MASTER|REPLICA|PUBSUB)] [ID <id> ...]",
                "    A line for each connection.",
                "PAUSE <milliseconds> [WRITE|ALL] | UNPAUSE",
                "    Hold requests back.",
                "REPLY (ON|OFF|SKIP)",
                "    Whether replies are sent.",
                "SETINFO (LIB-NAME|LIB-VER) <value>",
                "    What library this client is.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
