package io.redisreplicaset.datanode.command.strings;

import static io.redisreplicaset.datanode.command.CommandFlag.DENYOOM;
import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.READONLY;
import static io.redisreplicaset.datanode.command.CommandFlag.WRITE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.StringValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Strings as bytes: reading, replacing, appending.
public final class StringCommands {
    private static final byte[] SET = "SET".getBytes(StandardCharsets.US_ASCII);

    private StringCommands() {}

    public static void register(CommandTable table) {
        table.add(string("get", 2, "1.0.0", "The value of a key.")
                .flags(READONLY, FAST)
                .key()
                .runs(StringCommands::get));
        table.add(string("set", -3, "1.0.0", "Gives a key a value, whatever it held.")
                .flags(WRITE, DENYOOM)
                .key()
                .runs(SetCommand::set));
        table.add(string("setnx", 3, "1.0.0", "Gives a key a value if it has none.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(SetCommand::setNx));
        table.add(string("setex", 4, "2.0.0", "Gives a key a value and a time to live in seconds.")
                .flags(WRITE, DENYOOM)
                .key()
                .runs(SetCommand::setEx));
        table.add(string("psetex", 4, "2.6.0", "Gives a key a value and a time to live in milliseconds.")
                .flags(WRITE, DENYOOM)
                .key()
                .runs(SetCommand::pSetEx));
        table.add(string("getset", 3, "1.0.0", "Gives a key a value and returns the one before.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(StringCommands::getSet));
        table.add(string("getdel", 2, "6.2.0", "The value of a key, which is then deleted.")
                .flags(WRITE, FAST)
                .key()
                .runs(StringCommands::getDel));
        table.add(string("getex", -2, "6.2.0", "The value of a key, and a new time to live for it.")
                .flags(WRITE, FAST)
                .key()
                .runs(SetCommand::getEx));
        table.add(string("strlen", 2, "2.2.0", "The length of a value in bytes.")
                .flags(READONLY, FAST)
                .key()
                .runs(StringCommands::strLen));
        table.add(string("append", 3, "2.0.0", "Adds bytes to the end of a value.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(StringCommands::append));
        table.add(string("getrange", 4, "2.4.0", "A part of a value.")
                .flags(READONLY)
                .key()
                .runs(StringCommands::getRange));
        table.add(string("substr", 4, "1.0.0", "A part of a value; the old name of GETRANGE.")
                .flags(READONLY)
                .key()
                .runs(StringCommands::getRange));
        table.add(string("setrange", 4, "2.2.0", "Overwrites a part of a value.")
                .flags(WRITE, DENYOOM)
                .key()
                .runs(StringCommands::setRange));
        table.add(string("mget", -2, "1.0.0", "The values of several keys.")
                .flags(READONLY, FAST)
                .keys(1, -1, 1)
                .runs(StringCommands::mGet));
        table.add(string("mset", -3, "1.0.1", "Gives several keys their values.")
                .flags(WRITE, DENYOOM)
                .keys(1, -1, 2)
                .runs(StringCommands::mSet));
        table.add(string("msetnx", -3, "1.0.1", "Gives several keys their values if none of them has one.")
                .flags(WRITE, DENYOOM)
                .keys(1, -1, 2)
                .runs(StringCommands::mSetNx));
        NumberCommands.register(table);
    }

    static CommandSpec.Builder string(String name, int arity, String since, String summary) {
        return named(name, arity).docs("string", since, summary);
    }

    static void replyValue(Invocation in, @Nullable StringValue value) {
        switch (value) {
            case null -> in.reply().nil();
            case StringValue.Whole(long number) -> in.reply().bulk(number);
            case StringValue.Bytes bytes -> in.reply().bulk(bytes.bytes(), 0, bytes.length());
        }
    }

    private static void get(Invocation in) {
        replyValue(in, Invocation.string(in.read(1)));
    }

    private static void getSet(Invocation in) {
        replyValue(in, Invocation.string(in.read(1)));
        in.set(1, StringValue.of(in.bytes(2)));
        in.changed();
        in.event(KeyspaceEvents.STRING, "set", 1);
        in.propagateInstead(SET, in.bytes(1), in.bytes(2));
    }

    private static void getDel(Invocation in) {
        Entry entry = in.read(1);
        replyValue(in, Invocation.string(entry));
        if (entry != null) {
            in.database().remove(entry);
            in.touched(1);
            in.changed();
            in.event(KeyspaceEvents.GENERIC, "del", 1);
            in.propagateInstead("DEL".getBytes(StandardCharsets.US_ASCII), in.bytes(1));
        }
    }

    private static void strLen(Invocation in) {
        StringValue value = Invocation.string(in.read(1));
        in.reply().integer(value == null ? 0 : value.length());
    }

    private static void append(Invocation in) {
        Entry entry = in.write(1);
        StringValue value = Invocation.string(entry);
        byte[] added = in.bytes(2);
        long length = (value == null ? 0L : value.length()) + added.length;
        requireAllowedLength(in, 0, length);
        if (entry == null || value == null) {
            in.put(1, StringValue.of(added));
        } else {
            StringValue.Bytes target = editable(in, entry, value);
            target.replaceRange(target.length(), added, 0, added.length);
            in.touched(1);
        }
        in.changed();
        in.event(KeyspaceEvents.STRING, "append", 1);
        in.reply().integer(length);
    }

    /// The value as bytes that may be changed in place.
    private static StringValue.Bytes editable(Invocation in, Entry entry, StringValue value) {
        if (value instanceof StringValue.Bytes bytes) {
            return bytes;
        }
        StringValue raw = StringValue.raw(value.bytes(), value.length());
        in.database().replace(entry, raw);
        return (StringValue.Bytes) raw;
    }

    /// The sum of the two lengths may lie beyond 64 bits.
    private static void requireAllowedLength(Invocation in, long length, long more) {
        long most = in.node().settings().whole(Directives.PROTO_MAX_BULK_BYTES);
        if (length > most || more > most - length) {
            throw new ErrorReply("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        }
    }

    private static void getRange(Invocation in) {
        long start = in.whole(2);
        long end = in.whole(3);
        StringValue value = Invocation.string(in.read(1));
        long length = value == null ? 0 : value.length();
        if (value == null || (start < 0 && end < 0 && start > end)) {
            in.reply().bulk(new byte[0]);
            return;
        }
        long from = Math.max(0, start < 0 ? length + start : start);
        long to = Math.min(length - 1, Math.max(0, end < 0 ? length + end : end));
        if (from > to || length == 0) {
            in.reply().bulk(new byte[0]);
            return;
        }
        in.reply().bulk(value.bytes(), (int) from, (int) (to - from + 1));
    }

    private static void setRange(Invocation in) {
        long offset = in.whole(2);
        if (offset < 0) {
            throw new ErrorReply("ERR offset is out of range");
        }
        Entry entry = in.write(1);
        StringValue value = Invocation.string(entry);
        byte[] patch = in.bytes(3);
        if (patch.length == 0) {
            in.reply().integer(value == null ? 0 : value.length());
            return;
        }
        requireAllowedLength(in, offset, patch.length);
        StringValue.Bytes target;
        if (entry == null || value == null) {
            target = (StringValue.Bytes) StringValue.raw(new byte[(int) offset + patch.length], 0);
            in.put(1, target);
        } else {
            target = editable(in, entry, value);
            in.touched(1);
        }
        target.replaceRange((int) offset, patch, 0, patch.length);
        in.changed();
        in.event(KeyspaceEvents.STRING, "setrange", 1);
        in.reply().integer(target.length());
    }

    private static void mGet(Invocation in) {
        in.reply().array(in.count() - 1);
        for (int i = 1; i < in.count(); i++) {
            Entry entry = in.read(i);
            // A key of another type reads as none here.
            replyValue(in, entry != null && entry.value() instanceof StringValue string ? string : null);
        }
    }

    private static void mSet(Invocation in) {
        requirePairs(in);
        setAll(in);
        in.reply().ok();
    }

    private static void mSetNx(Invocation in) {
        requirePairs(in);
        for (int i = 1; i < in.count(); i += 2) {
            if (in.write(i) != null) {
                in.reply().integer(0);
                return;
            }
        }
        setAll(in);
        in.reply().integer(1);
    }

    private static void requirePairs(Invocation in) {
        if (in.count() % 2 == 0) {
            throw ErrorReply.wrongArity(in.spec().name());
        }
    }

    private static void setAll(Invocation in) {
        for (int i = 1; i < in.count(); i += 2) {
            in.write(i);
            in.set(i, StringValue.of(in.bytes(i + 1)));
            in.changed();
            in.event(KeyspaceEvents.STRING, "set", i);
        }
    }
}
