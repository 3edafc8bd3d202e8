package io.redisreplicaset.datanode.command.admin;

import static io.redisreplicaset.datanode.command.CommandFlag.ADMIN;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.SlowLog;
import java.util.List;
import java.util.Locale;

/// SLOWLOG: the latest commands that took long.
final class SlowLogCommands {
    private static final int DEFAULT_COUNT = 10;

    private SlowLogCommands() {}

    static void register(CommandTable table) {
        table.add(AdminCommands.admin("slowlog", -2, "2.2.12", "Commands that took long.")
                .sub(admin("get", -2), SlowLogCommands::get)
                .sub(
                        admin("len", 2),
                        in -> in.reply().integer(in.node().slowLog().size()))
                .sub(admin("reset", 2), in -> {
                    in.node().slowLog().clear();
                    in.reply().ok();
                })
                .sub(
                        named("help", 2).flags(LOADING, STALE).docs("server", "6.2.0", "SLOWLOG HELP."),
                        SlowLogCommands::help)
                .container());
    }

    private static CommandSpec.Builder admin(String name, int arity) {
        return named(name, arity)
                .flags(ADMIN, LOADING, STALE)
                .docs("server", "2.2.12", "SLOWLOG " + name.toUpperCase(Locale.ROOT) + ".");
    }

    private static void get(Invocation in) {
        if (in.count() > 3) {
            throw ErrorReply.subcommandSyntax(in.text(1), "SLOWLOG");
        }
        long count = in.count() == 3
                ? in.whole(2, -1, Integer.MAX_VALUE, "ERR count should be greater than or equal to -1")
                : DEFAULT_COUNT;
        List<SlowLog.SlowCommand> latest = in.node().slowLog().latest(count == -1 ? Integer.MAX_VALUE : (int) count);
        in.reply().array(latest.size());
        for (SlowLog.SlowCommand slow : latest) {
            in.reply().array(6);
            in.reply().integer(slow.id());
            in.reply().integer(slow.unixSeconds());
            in.reply().integer(slow.micros());
            in.reply().array(slow.arguments().size());
            slow.arguments().forEach(in.reply()::bulk);
            in.reply().bulk(slow.clientAddress());
            in.reply().bulk(slow.clientName());
        }
    }

    private static void help(Invocation in) {
        List<String> lines = List.of(
                "SLOWLOG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "GET [<count>]",
                "    The latest slow commands: id, time, microseconds, arguments, client.",
                "LEN",
                "    How many are kept.",
                "RESET",
                "    Forget them.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
