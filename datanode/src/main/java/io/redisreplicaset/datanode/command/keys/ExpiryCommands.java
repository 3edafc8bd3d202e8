package io.redisreplicaset.datanode.command.keys;

import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.READONLY;
import static io.redisreplicaset.datanode.command.CommandFlag.WRITE;

import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.ExpireTime;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.text.DecimalText;
import java.nio.charset.StandardCharsets;

/// Times to live: EXPIRE and its relatives.
final class ExpiryCommands {
    private ExpiryCommands() {}

    static void register(CommandTable table) {
        expire(table, "expire", ExpireTime.SECONDS, "1.0.0", "Gives a key a time to live in seconds.");
        expire(table, "pexpire", ExpireTime.MILLIS, "2.6.0", "Gives a key a time to live in milliseconds.");
        expire(table, "expireat", ExpireTime.UNIX_SECONDS, "1.2.0", "Lets a key expire at a Unix time in seconds.");
        expire(
                table,
                "pexpireat",
                ExpireTime.UNIX_MILLIS,
                "2.6.0",
                "Lets a key expire at a Unix time in milliseconds.");
        time(table, "ttl", "1.0.0", "Seconds that a key has to live.", (at, now) -> seconds(at - now));
        time(table, "pttl", "2.6.0", "Milliseconds that a key has to live.", (at, now) -> at - now);
        time(table, "expiretime", "7.0.0", "Unix time in seconds when a key expires.", (at, now) -> seconds(at));
        time(table, "pexpiretime", "7.0.0", "Unix time in milliseconds when a key expires.", (at, now) -> at);
        table.add(KeyCommands.key("persist", 2, "2.2.0", "Takes a key's time to live away.")
                .flags(WRITE, FAST)
                .key()
                .runs(ExpiryCommands::persist));
    }

    private static void expire(CommandTable table, String name, ExpireTime unit, String since, String summary) {
        table.add(KeyCommands.key(name, -3, since, summary)
                .flags(WRITE, FAST)
                .key()
                .runs(in -> expire(in, unit)));
    }

    @FunctionalInterface
    private interface TimeView {
        long of(long expireAtMillis, long nowMillis);
    }

    /// Rounded to the nearest.
    private static long seconds(long millis) {
        return millis / 1000 + (millis % 1000 + 500) / 1000;
    }

    private static void time(CommandTable table, String name, String since, String summary, TimeView view) {
        table.add(KeyCommands.key(name, 2, since, summary)
                .flags(READONLY, FAST)
                .key()
                .runs(in -> {
                    Entry entry = in.read(1);
                    if (entry == null) {
                        in.reply().integer(-2);
                    } else if (!entry.hasExpiry()) {
                        in.reply().integer(-1);
                    } else {
                        in.reply().integer(Math.max(0, view.of(entry.expireAtMillis(), in.nowMillis())));
                    }
                }));
    }

    /// NX, XX, GT and LT.
    private record Conditions(boolean onlyIfNone, boolean onlyIfSome, boolean onlyLater, boolean onlyEarlier) {
        static Conditions of(Invocation in) {
            boolean nx = false;
            boolean xx = false;
            boolean gt = false;
            boolean lt = false;
            for (int i = 3; i < in.count(); i++) {
                if (in.is(i, "nx")) {
                    nx = true;
                } else if (in.is(i, "xx")) {
                    xx = true;
                } else if (in.is(i, "gt")) {
                    gt = true;
                } else if (in.is(i, "lt")) {
                    lt = true;
                } else {
                    throw new ErrorReply("ERR Unsupported option " + in.text(i));
                }
            }
            if (nx && (xx || gt || lt)) {
                throw new ErrorReply("ERR NX and XX, GT or LT options at the same time are not compatible");
            }
            if (gt && lt) {
                throw new ErrorReply("ERR GT and LT options at the same time are not compatible");
            }
            return new Conditions(nx, xx, gt, lt);
        }

        /// A key with no expiry time counts as one that lives for ever.
        boolean allow(Entry entry, long expireAt) {
            if (!entry.hasExpiry()) {
                return !onlyIfSome && !onlyLater;
            }
            return !onlyIfNone
                    && (!onlyLater || expireAt > entry.expireAtMillis())
                    && (!onlyEarlier || expireAt < entry.expireAtMillis());
        }
    }

    private static void expire(Invocation in, ExpireTime unit) {
        Conditions conditions = Conditions.of(in);
        long expireAt = unit.any(in, 2);
        Entry entry = in.write(1);
        if (entry == null || !conditions.allow(entry, expireAt)) {
            in.reply().integer(0);
            return;
        }
        in.changed();
        in.touched(1);
        // A replica never judges time for itself: it waits for the word of its master.
        if (expireAt <= in.nowMillis()
                && !in.client().isUpstream()
                && !in.node().replication().isReplica()) {
            in.database().remove(entry);
            in.event(KeyspaceEvents.GENERIC, "del", 1);
            boolean lazily = in.node().settings().isOn(Directives.LAZY_EXPIRE);
            in.propagateInstead(ascii(lazily ? "UNLINK" : "DEL"), in.bytes(1));
        } else {
            in.database().expireAt(entry, expireAt);
            in.event(KeyspaceEvents.GENERIC, "expire", 1);
            in.propagateInstead(ascii("PEXPIREAT"), in.bytes(1), DecimalText.bytes(expireAt));
        }
        in.reply().integer(1);
    }

    private static void persist(Invocation in) {
        Entry entry = in.write(1);
        if (entry == null || !in.database().persist(entry)) {
            in.reply().integer(0);
            return;
        }
        in.touched(1);
        in.changed();
        in.event(KeyspaceEvents.GENERIC, "persist", 1);
        in.reply().integer(1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
