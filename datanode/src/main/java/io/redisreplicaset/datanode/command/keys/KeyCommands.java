package io.redisreplicaset.datanode.command.keys;

import static io.redisreplicaset.datanode.command.CommandFlag.DENYOOM;
import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.READONLY;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandFlag.TOUCHES_ARBITRARY_KEYS;
import static io.redisreplicaset.datanode.command.CommandFlag.WRITE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.keyspace.StringValue;
import java.util.List;

/// Deleting, naming, copying and asking about keys of any type.
public final class KeyCommands {
    private static final int SHARED_NUMBERS = 10_000;

    private KeyCommands() {}

    public static void register(CommandTable table) {
        table.add(key("del", -2, "1.0.0", "Deletes keys.")
                .flags(WRITE)
                .keys(1, -1, 1)
                .runs(KeyCommands::del));
        table.add(key("unlink", -2, "4.0.0", "Deletes keys; their memory is freed later.")
                .flags(WRITE, FAST)
                .keys(1, -1, 1)
                .runs(KeyCommands::del));
        table.add(key("exists", -2, "1.0.0", "How many of the keys there are.")
                .flags(READONLY, FAST)
                .keys(1, -1, 1)
                .runs(KeyCommands::exists));
        table.add(key("touch", -2, "3.2.1", "How many of the keys there are; counts as using them.")
                .flags(READONLY, FAST)
                .keys(1, -1, 1)
                .runs(KeyCommands::exists));
        table.add(key("type", 2, "1.0.0", "The type of a key's value.")
                .flags(READONLY, FAST)
                .key()
                .runs(KeyCommands::type));
        table.add(key("rename", 3, "1.0.0", "Gives a key another name, whatever had it.")
                .flags(WRITE)
                .keys(1, 2, 1)
                .runs(in -> rename(in, false)));
        table.add(key("renamenx", 3, "1.0.0", "Gives a key another name if that is free.")
                .flags(WRITE, FAST)
                .keys(1, 2, 1)
                .runs(in -> rename(in, true)));
        table.add(key("copy", -3, "6.2.0", "Copies a key's value to another key.")
                .flags(WRITE, DENYOOM)
                .keys(1, 2, 1)
                .runs(KeyCommands::copy));
        table.add(key("move", 3, "1.0.0", "Moves a key to another database.")
                .flags(WRITE, FAST)
                .key()
                .runs(KeyCommands::move));
        table.add(key("randomkey", 1, "1.0.0", "Some key.")
                .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
                .runs(KeyWalks::randomKey));
        table.add(key("keys", 2, "1.0.0", "All keys that match a pattern.")
                .flags(READONLY)
                .runs(KeyWalks::keys));
        table.add(key("scan", -2, "2.8.0", "Walks over the keys, a few at a time.")
                .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
                .runs(KeyWalks::scan));
        table.add(key("object", -2, "2.2.3", "How a value is kept.")
                .sub(
                        named("encoding", 3).flags(READONLY).keys(2, 2, 1).docs("generic", "2.2.3", "Its encoding."),
                        KeyCommands::objectEncoding)
                .sub(
                        named("refcount", 3).flags(READONLY).keys(2, 2, 1).docs("generic", "2.2.3", "Its references."),
                        KeyCommands::objectRefCount)
                .sub(named("help", 2).flags(LOADING, STALE).docs("generic", "6.2.0", "Help."), KeyCommands::objectHelp)
                .container());
        ExpiryCommands.register(table);
    }

    static CommandSpec.Builder key(String name, int arity, String since, String summary) {
        return named(name, arity).docs("generic", since, summary);
    }

    private static void del(Invocation in) {
        int deleted = 0;
        for (int i = 1; i < in.count(); i++) {
            Entry entry = in.write(i);
            if (entry != null) {
                in.database().remove(entry);
                in.touched(i);
                in.changed();
                in.event(KeyspaceEvents.GENERIC, "del", i);
                deleted++;
            }
        }
        in.reply().integer(deleted);
    }

    private static void exists(Invocation in) {
        int found = 0;
        for (int i = 1; i < in.count(); i++) {
            if (in.read(i) != null) {
                found++;
            }
        }
        in.reply().integer(found);
    }

    private static void type(Invocation in) {
        Entry entry = in.read(1);
        in.reply().simple(entry == null ? "none" : entry.value().typeName());
    }

    private static void rename(Invocation in, boolean onlyIfFree) {
        Entry source = in.write(1);
        if (source == null) {
            throw ErrorReply.noSuchKey();
        }
        boolean isSameKey = java.util.Arrays.equals(in.bytes(1), in.bytes(2));
        Entry target = isSameKey ? source : in.write(2);
        if (isSameKey || (onlyIfFree && target != null)) {
            reply(in, onlyIfFree, false);
            return;
        }
        StoredValue value = source.value();
        long expireAt = source.hasExpiry() ? source.expireAtMillis() : -1;
        in.database().remove(source);
        in.touched(1);
        Entry renamed = in.set(2, value);
        if (expireAt >= 0) {
            in.database().expireAt(renamed, expireAt);
        }
        in.changed();
        in.event(KeyspaceEvents.GENERIC, "rename_from", 1);
        in.event(KeyspaceEvents.GENERIC, "rename_to", 2);
        reply(in, onlyIfFree, true);
    }

    private static void reply(Invocation in, boolean asNumber, boolean done) {
        if (asNumber) {
            in.reply().integer(done ? 1 : 0);
        } else {
            in.reply().ok();
        }
    }

    private static void copy(Invocation in) {
        Database target = in.database();
        boolean replaces = false;
        for (int i = 3; i < in.count(); i++) {
            if (in.is(i, "replace")) {
                replaces = true;
            } else if (in.is(i, "db") && i + 1 < in.count()) {
                target = database(in, ++i);
            } else {
                throw ErrorReply.syntax();
            }
        }
        byte[] to = in.bytes(2);
        if (target == in.database() && java.util.Arrays.equals(in.bytes(1), to)) {
            throw new ErrorReply("ERR source and destination objects are the same");
        }
        Entry source = in.read(1);
        Entry there = in.writeIn(target, to);
        if (source == null || (there != null && !replaces)) {
            in.reply().integer(0);
            return;
        }
        place(in, source, target, to, copyOf(source.value()));
        in.changed();
        in.node().events().happened(KeyspaceEvents.GENERIC, "copy_to", to, target.index());
        in.reply().integer(1);
    }

    private static void move(Invocation in) {
        Database target = database(in, 2);
        if (target == in.database()) {
            throw new ErrorReply("ERR source and destination objects are the same");
        }
        Entry source = in.write(1);
        byte[] key = in.bytes(1);
        if (source == null || in.writeIn(target, key) != null) {
            in.reply().integer(0);
            return;
        }
        place(in, source, target, key, source.value());
        in.database().remove(source);
        in.touched(1);
        in.changed();
        in.event(KeyspaceEvents.GENERIC, "move_from", 1);
        in.node().events().happened(KeyspaceEvents.GENERIC, "move_to", key, target.index());
        in.reply().integer(1);
    }

    private static void place(Invocation in, Entry source, Database target, byte[] key, StoredValue value) {
        long expireAt = source.hasExpiry() ? source.expireAtMillis() : -1;
        int sizeBefore = target.size();
        Entry placed = target.put(key, value);
        if (target.size() > sizeBefore) {
            in.node().events().happened(KeyspaceEvents.NEW_KEY, "new", key, target.index());
        }
        target.persist(placed);
        if (expireAt >= 0) {
            target.expireAt(placed, expireAt);
        }
        in.node().watches().touched(target, key, 0, key.length);
    }

    /// A value that shares nothing that can be changed in place.
    private static StoredValue copyOf(StoredValue value) {
        return switch (value) {
            case StringValue.Whole whole -> whole;
            case StringValue.Bytes bytes -> bytes.copy();
        };
    }

    static Database database(Invocation in, int index) {
        if (!in.request().isLong(index)) {
            throw ErrorReply.notAnInteger();
        }
        long number = in.request().asLong(index);
        if (number < 0 || number >= in.node().keyspace().databaseCount()) {
            throw new ErrorReply("ERR DB index is out of range");
        }
        return in.node().keyspace().database((int) number);
    }

    private static void objectEncoding(Invocation in) {
        Entry entry = in.peek(2);
        if (entry == null) {
            in.reply().nil();
        } else {
            in.reply().bulk(entry.value().encodingName());
        }
    }

    /// Redis shares the objects of small numbers, and says so by a count that never ends.
    private static void objectRefCount(Invocation in) {
        Entry entry = in.peek(2);
        if (entry == null) {
            in.reply().nil();
        } else {
            boolean isShared =
                    entry.value() instanceof StringValue.Whole(long number) && number >= 0 && number < SHARED_NUMBERS;
            in.reply().integer(isShared ? Integer.MAX_VALUE : 1);
        }
    }

    private static void objectHelp(Invocation in) {
        List<String> lines = List.of(
                "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "ENCODING <key>",
                "    How the value of the key is kept in memory.",
                "REFCOUNT <key>",
                "    References to the value: always 1 here.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
