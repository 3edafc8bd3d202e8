package io.redisreplicaset.datanode.command.admin;

import static io.redisreplicaset.datanode.command.CommandFlag.ADMIN;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;

import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.DatasetDigest;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// DEBUG: looking inside, and making trouble on purpose. Off unless `enable-debug-command` says otherwise.
final class DebugCommands {
    private static final int MAX_SLEEP_SECONDS = 600;

    private DebugCommands() {}

    static void register(CommandTable table) {
        table.add(AdminCommands.admin("debug", -2, "1.0.0", "Looks inside the server; for tests.")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .runs(DebugCommands::run));
    }

    private static void run(Invocation in) {
        requireAllowed(in);
        switch (in.text(1).toLowerCase(Locale.ROOT)) {
            case "sleep" -> sleep(in);
            case "digest" -> in.reply().simple(DatasetDigest.ofAll(in.node().keyspace()));
            case "digest-value" -> digestValues(in);
            case "object" -> object(in);
            case "populate" -> populate(in);
            case "protocol" -> DebugProtocol.reply(in);
            case "reload" -> reload(in);
            case "replicate" -> replicate(in);
            case "change-repl-id" -> {
                in.node().replication().changeId();
                in.reply().ok();
            }
            case "set-active-expire" -> {
                in.node().control().activeExpiry(flag(in));
                in.reply().ok();
            }
            case "segfault", "panic" -> in.node().control().crash();
            case "log" -> {
                require(in, 3);
                in.node().control().log("DEBUG LOG: " + in.text(2));
                in.reply().ok();
            }
            case "help" -> help(in);
            default -> throw ErrorReply.subcommandSyntax(in.text(1), "DEBUG");
        }
    }

    private static void requireAllowed(Invocation in) {
        boolean isAllowed = switch (in.node().settings().get(Directives.ENABLE_DEBUG_COMMAND)) {
            case "yes" -> true;
            case "local" -> in.client().connection().isLoopback();
            default -> false;
        };
        if (!isAllowed) {
            throw new ErrorReply(
                    "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\","
                            + " you can run it from a local connection, otherwise you need to set this option in the"
                            + " configuration file, and then restart the server.");
        }
    }

    private static boolean flag(Invocation in) {
        require(in, 3);
        return in.whole(2, 0, 1, "ERR wanted 0 or 1") == 1;
    }

    private static void require(Invocation in, int count) {
        if (in.count() < count) {
            throw ErrorReply.subcommandSyntax(in.text(1), "DEBUG");
        }
    }

    /// The whole server stands still, as it would in a long pause: that is the point.
    private static void sleep(Invocation in) {
        require(in, 3);
        double seconds;
        try {
            seconds = Double.parseDouble(in.text(2));
        } catch (NumberFormatException notNumber) {
            throw ErrorReply.notAFloat();
        }
        try {
            Thread.sleep((long) (Math.clamp(seconds, 0, MAX_SLEEP_SECONDS) * 1000));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        in.reply().ok();
    }

    private static void digestValues(Invocation in) {
        in.reply().array(in.count() - 2);
        for (int i = 2; i < in.count(); i++) {
            Entry entry = in.peek(i);
            in.reply().simple(entry == null ? "0".repeat(40) : DatasetDigest.ofValue(entry));
        }
    }

    /// Shows what is in memory: also a key whose time is over, which a replica keeps until its master deletes it.
    private static void object(Invocation in) {
        require(in, 3);
        Entry entry = in.database().find(in.bytes(2));
        if (entry == null) {
            throw ErrorReply.noSuchKey();
        }
        int length = switch (entry.value()) {
            case StringValue string -> string.length();
        };
        in.reply()
                .simple("Value at:0x" + Integer.toHexString(System.identityHashCode(entry)) + " refcount:1 encoding:"
                        + entry.value().encodingName() + " serializedlength:" + length
                        + " lru:0 lru_seconds_idle:0");
    }

    private static void populate(Invocation in) {
        require(in, 3);
        long count = in.whole(2, 0, Integer.MAX_VALUE, "ERR value is out of range, must be positive");
        String prefix = in.count() > 3 ? in.text(3) : "key";
        int size = in.count() > 4 ? (int) in.whole(4, 0, Integer.MAX_VALUE, "ERR value is out of range") : 0;
        Database database = in.database();
        for (long i = 0; i < count; i++) {
            byte[] key = (prefix + ":" + i).getBytes(StandardCharsets.UTF_8);
            if (database.find(key) != null) {
                continue;
            }
            byte[] text = ("value:" + i).getBytes(StandardCharsets.US_ASCII);
            byte[] value = size == 0 ? text : java.util.Arrays.copyOf(text, size);
            in.touched(database.put(key, StringValue.of(value)).key());
        }
        in.reply().ok();
    }

    private static void reload(Invocation in) {
        boolean save = true;
        boolean flush = true;
        boolean merge = false;
        for (int i = 2; i < in.count(); i++) {
            if (in.is(i, "nosave")) {
                save = false;
            } else if (in.is(i, "noflush")) {
                flush = false;
            } else if (in.is(i, "merge")) {
                merge = true;
            } else {
                throw new ErrorReply("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
            }
        }
        in.node().control().reload(save, flush, merge);
        in.reply().ok();
    }

    private static void replicate(Invocation in) {
        require(in, 3);
        byte[][] arguments = new byte[in.count() - 2][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = in.bytes(2 + i);
        }
        in.node().replication().replicate(arguments);
        in.reply().ok();
    }

    private static void help(Invocation in) {
        List<String> lines = List.of(
                "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "CHANGE-REPL-ID",
                "    Take a new replication id: no replica can resume.",
                "DIGEST | DIGEST-VALUE <key> [<key> ...]",
                "    A hash over all data, or over values.",
                "LOG <message>",
                "    Write a line into the log.",
                "OBJECT <key>",
                "    How a value is kept.",
                "POPULATE <count> [<prefix>] [<size>]",
                "    Make string keys.",
                "PROTOCOL <type>",
                "    Reply with a value of a RESP type.",
                "RELOAD [NOSAVE] [NOFLUSH] [MERGE]",
                "    Save the data and read it again.",
                "REPLICATE <command> [<arg> ...]",
                "    Send a command to the replicas alone.",
                "SEGFAULT | PANIC",
                "    End the process at once, as a crash would.",
                "SET-ACTIVE-EXPIRE (0|1)",
                "    Whether keys are expired on their own.",
                "SLEEP <seconds>",
                "    Stand still.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
