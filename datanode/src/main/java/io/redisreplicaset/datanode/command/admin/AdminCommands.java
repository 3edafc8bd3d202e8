package io.redisreplicaset.datanode.command.admin;

import static io.redisreplicaset.datanode.command.CommandFlag.ADMIN;
import static io.redisreplicaset.datanode.command.CommandFlag.ALLOW_BUSY;
import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.NO_ASYNC_LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NO_MULTI;
import static io.redisreplicaset.datanode.command.CommandFlag.READONLY;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandFlag.WRITE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.NodeControl;
import io.redisreplicaset.datanode.command.Parking;
import io.redisreplicaset.datanode.keyspace.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Running the server: what it says of itself, saving, flushing, stopping.
public final class AdminCommands {
    private AdminCommands() {}

    public static void register(CommandTable table) {
        table.add(admin("info", -1, "1.0.0", "What the server knows of itself.")
                .flags(LOADING, STALE)
                .runs(AdminCommands::info));
        table.add(admin("dbsize", 1, "1.0.0", "How many keys the database has.")
                .flags(READONLY, FAST)
                .runs(in -> in.reply().integer(in.database().size())));
        table.add(admin("flushdb", -1, "1.0.0", "Deletes all keys of the database.")
                .flags(WRITE)
                .runs(AdminCommands::flushDb));
        table.add(admin("flushall", -1, "1.0.0", "Deletes all keys of all databases.")
                .flags(WRITE)
                .runs(AdminCommands::flushAll));
        table.add(admin("swapdb", 3, "4.0.0", "Lets two databases trade places.")
                .flags(WRITE, FAST)
                .runs(AdminCommands::swapDb));
        table.add(admin("time", 1, "2.6.0", "The server's clock.")
                .flags(LOADING, STALE, FAST)
                .runs(AdminCommands::time));
        table.add(admin("save", 1, "1.0.0", "Writes the data to disk; everyone waits.")
                .flags(ADMIN, NOSCRIPT, NO_MULTI, NO_ASYNC_LOADING)
                .runs(in -> {
                    in.node().snapshots().saveNow();
                    in.reply().ok();
                }));
        table.add(admin("bgsave", -1, "1.0.0", "Writes the data to disk in the background.")
                .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
                .runs(AdminCommands::bgSave));
        table.add(admin("lastsave", 1, "1.0.0", "When the data was last written to disk.")
                .flags(LOADING, STALE, FAST)
                .runs(in -> in.reply().integer(in.node().snapshots().lastSaveSeconds())));
        table.add(admin("shutdown", -1, "1.0.0", "Stops the server.")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
                .runs(AdminCommands::shutdown));
        table.add(admin("monitor", 1, "1.0.0", "Shows every command that the server runs.")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .runs(in -> {
                    in.client().monitor(true);
                    in.reply().ok();
                }));
        ConfigCommands.register(table);
        CommandCommands.register(table);
        SlowLogCommands.register(table);
        DebugCommands.register(table);
    }

    static CommandSpec.Builder admin(String name, int arity, String since, String summary) {
        return named(name, arity).docs("server", since, summary);
    }

    private static void info(Invocation in) {
        List<String> sections = new ArrayList<>();
        for (int i = 1; i < in.count(); i++) {
            sections.add(in.text(i).toLowerCase(Locale.ROOT));
        }
        in.reply().verbatim("txt", in.node().control().info(sections));
    }

    /// FLUSHALL and FLUSHDB may say how; memory is freed by the collector either way.
    private static void requireFlushMode(Invocation in) {
        if (in.count() > 2 || (in.count() == 2 && !in.is(1, "async") && !in.is(1, "sync"))) {
            throw ErrorReply.syntax();
        }
    }

    private static void flushDb(Invocation in) {
        requireFlushMode(in);
        in.node().watches().replaced(in.database(), null);
        in.changed(in.database().clear());
        // Replicas flush even if there was nothing here: they may hold what we do not.
        in.propagateAnyway();
        in.reply().ok();
    }

    private static void flushAll(Invocation in) {
        requireFlushMode(in);
        for (Database database : in.node().keyspace().databases()) {
            in.node().watches().replaced(database, null);
        }
        in.changed(in.node().keyspace().clear());
        in.node().snapshots().allRemoved();
        in.propagateAnyway();
        in.reply().ok();
    }

    private static void swapDb(Invocation in) {
        Database first = database(in, 1, "ERR invalid first DB index");
        Database second = database(in, 2, "ERR invalid second DB index");
        in.node().watches().replaced(first, second);
        in.node().watches().replaced(second, first);
        in.node().keyspace().swap(first.index(), second.index());
        in.changed();
        in.reply().ok();
    }

    private static Database database(Invocation in, int index, String complaint) {
        long number = in.whole(index, Integer.MIN_VALUE, Integer.MAX_VALUE, complaint);
        if (number < 0 || number >= in.node().keyspace().databaseCount()) {
            throw new ErrorReply("ERR DB index is out of range");
        }
        return in.node().keyspace().database((int) number);
    }

    private static void time(Invocation in) {
        long millis = in.nowMillis();
        in.reply().array(2);
        in.reply().bulk(millis / 1000);
        in.reply().bulk(millis % 1000 * 1000);
    }

    private static void bgSave(Invocation in) {
        boolean schedule = in.count() == 2 && in.is(1, "schedule");
        if (in.count() > 2 || (in.count() == 2 && !schedule)) {
            throw ErrorReply.syntax();
        }
        in.reply().simple(in.node().snapshots().saveInBackground(schedule, in.isInTransaction()));
    }

    private static void shutdown(Invocation in) {
        NodeControl.SaveOnExit save = NodeControl.SaveOnExit.BY_SAVE_POINTS;
        boolean now = false;
        boolean force = false;
        for (int i = 1; i < in.count(); i++) {
            if (in.is(i, "nosave") && save != NodeControl.SaveOnExit.ALWAYS) {
                save = NodeControl.SaveOnExit.NEVER;
            } else if (in.is(i, "save") && save != NodeControl.SaveOnExit.NEVER) {
                save = NodeControl.SaveOnExit.ALWAYS;
            } else if (in.is(i, "now")) {
                now = true;
            } else if (in.is(i, "force")) {
                force = true;
            } else if (in.is(i, "abort") && in.count() == 2) {
                abortShutdown(in);
                return;
            } else {
                throw ErrorReply.syntax();
            }
        }
        in.node().control().shutdown(save, now, force);
        in.client().park(new Parking.ForShutdown());
    }

    private static void abortShutdown(Invocation in) {
        if (!in.node().control().abortShutdown()) {
            throw new ErrorReply("ERR No shutdown in progress.");
        }
        in.reply().ok();
    }
}
