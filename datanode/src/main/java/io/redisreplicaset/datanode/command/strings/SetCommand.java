package io.redisreplicaset.datanode.command.strings;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.ExpireTime;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.StringValue;
import io.redisreplicaset.datanode.text.DecimalText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SET with all its options, its older relatives, and GETEX.
final class SetCommand {
    private static final byte[] SET = ascii("SET");
    private static final byte[] PXAT = ascii("PXAT");

    private SetCommand() {}

    /// What stands behind SET's value.
    private static final class Options {
        boolean onlyIfAbsent;
        boolean onlyIfPresent;
        boolean keepsTtl;
        boolean returnsOld;

        @Nullable
        ExpireTime unit;

        int timeIndex;
    }

    static void set(Invocation in) {
        if (in.count() == 3) {
            if (in.database().expiringSize() > 0) {
                // A key whose time is over is deleted first, and those who asked hear that it expired.
                in.write(1);
            }
            in.set(1, StringValue.of(in.bytes(2)));
            in.changed();
            in.event(KeyspaceEvents.STRING, "set", 1);
            in.reply().ok();
            return;
        }
        Options options = parse(in);
        ExpireTime unit = options.unit;
        long expireAt = unit == null ? -1 : unit.positive(in, options.timeIndex);
        Entry entry = options.returnsOld ? in.read(1) : in.write(1);
        if (options.returnsOld) {
            StringCommands.replyValue(in, Invocation.string(entry));
        }
        if ((options.onlyIfAbsent && entry != null) || (options.onlyIfPresent && entry == null)) {
            if (!options.returnsOld) {
                in.reply().nil();
            }
            return;
        }
        store(in, 2, expireAt, options.keepsTtl);
        if (!options.returnsOld) {
            in.reply().ok();
        }
        if (unit != null) {
            propagateWithTime(in, 2, expireAt);
        } else if (options.returnsOld) {
            propagateWithoutGet(in);
        }
    }

    private static Options parse(Invocation in) {
        Options options = new Options();
        for (int i = 3; i < in.count(); i++) {
            boolean hasNext = i + 1 < in.count();
            ExpireTime unit = unitOf(in, i);
            if (in.is(i, "nx") && !options.onlyIfPresent) {
                options.onlyIfAbsent = true;
            } else if (in.is(i, "xx") && !options.onlyIfAbsent) {
                options.onlyIfPresent = true;
            } else if (in.is(i, "get")) {
                options.returnsOld = true;
            } else if (in.is(i, "keepttl") && options.unit == null) {
                options.keepsTtl = true;
            } else if (isFirstOrSame(unit, options.unit) && !options.keepsTtl && hasNext) {
                options.unit = unit;
                options.timeIndex = ++i;
            } else {
                throw ErrorReply.syntax();
            }
        }
        return options;
    }

    /// One unit may be given twice, the later one counts; two units contradict each other.
    private static boolean isFirstOrSame(@Nullable ExpireTime given, @Nullable ExpireTime before) {
        return given != null && (before == null || before == given);
    }

    private static @Nullable ExpireTime unitOf(Invocation in, int index) {
        if (in.is(index, "ex")) {
            return ExpireTime.SECONDS;
        }
        if (in.is(index, "px")) {
            return ExpireTime.MILLIS;
        }
        if (in.is(index, "exat")) {
            return ExpireTime.UNIX_SECONDS;
        }
        return in.is(index, "pxat") ? ExpireTime.UNIX_MILLIS : null;
    }

    private static void store(Invocation in, int valueIndex, long expireAt, boolean keepsTtl) {
        StringValue value = StringValue.of(in.bytes(valueIndex));
        Entry entry = keepsTtl ? in.put(1, value) : in.set(1, value);
        in.changed();
        in.event(KeyspaceEvents.STRING, "set", 1);
        if (expireAt >= 0) {
            in.database().expireAt(entry, expireAt);
            in.event(KeyspaceEvents.GENERIC, "expire", 1);
        }
    }

    /// A time to live would run from another moment on a replica: it hears the moment of the end.
    private static void propagateWithTime(Invocation in, int valueIndex, long expireAt) {
        in.propagateInstead(SET, in.bytes(1), in.bytes(valueIndex), PXAT, DecimalText.bytes(expireAt));
    }

    /// Nobody reads the old value of a replica.
    private static void propagateWithoutGet(Invocation in) {
        List<byte[]> words = new ArrayList<>();
        for (int i = 0; i < in.count(); i++) {
            if (i < 3 || !in.is(i, "get")) {
                words.add(in.bytes(i));
            }
        }
        in.propagateInstead(words.toArray(byte[][]::new));
    }

    static void setNx(Invocation in) {
        if (in.write(1) != null) {
            in.reply().integer(0);
            return;
        }
        store(in, 2, -1, false);
        in.reply().integer(1);
    }

    static void setEx(Invocation in) {
        setWithTime(in, ExpireTime.SECONDS);
    }

    static void pSetEx(Invocation in) {
        setWithTime(in, ExpireTime.MILLIS);
    }

    private static void setWithTime(Invocation in, ExpireTime unit) {
        long expireAt = unit.positive(in, 2);
        in.write(1);
        store(in, 3, expireAt, false);
        in.reply().ok();
        propagateWithTime(in, 3, expireAt);
    }

    static void getEx(Invocation in) {
        boolean persists = false;
        ExpireTime unit = null;
        int timeIndex = 0;
        for (int i = 2; i < in.count(); i++) {
            ExpireTime given = unitOf(in, i);
            if (in.is(i, "persist") && unit == null) {
                persists = true;
            } else if (isFirstOrSame(given, unit) && !persists && i + 1 < in.count()) {
                unit = given;
                timeIndex = ++i;
            } else {
                throw ErrorReply.syntax();
            }
        }
        Entry entry = in.read(1);
        StringValue value = Invocation.string(entry);
        if (entry == null) {
            in.reply().nil();
            return;
        }
        long expireAt = unit == null ? -1 : unit.positive(in, timeIndex);
        StringCommands.replyValue(in, value);
        if (unit != null && expireAt <= in.nowMillis()) {
            deleteAsExpired(in, entry);
        } else if (unit != null) {
            in.database().expireAt(entry, expireAt);
            in.touched(1);
            in.changed();
            in.event(KeyspaceEvents.GENERIC, "expire", 1);
            in.propagateInstead(ascii("PEXPIREAT"), in.bytes(1), DecimalText.bytes(expireAt));
        } else if (persists && in.database().persist(entry)) {
            in.touched(1);
            in.changed();
            in.event(KeyspaceEvents.GENERIC, "persist", 1);
            in.propagateInstead(ascii("PERSIST"), in.bytes(1));
        }
    }

    private static void deleteAsExpired(Invocation in, Entry entry) {
        in.database().remove(entry);
        in.touched(1);
        in.changed();
        in.event(KeyspaceEvents.GENERIC, "del", 1);
        boolean lazily = in.node().settings().isOn(Directives.LAZY_EXPIRE);
        in.propagateInstead(ascii(lazily ? "UNLINK" : "DEL"), in.bytes(1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
