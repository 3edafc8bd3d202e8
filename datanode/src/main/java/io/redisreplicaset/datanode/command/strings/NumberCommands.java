package io.redisreplicaset.datanode.command.strings;

import static io.redisreplicaset.datanode.command.CommandFlag.DENYOOM;
import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.WRITE;

import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.StringValue;
import io.redisreplicaset.datanode.text.DecimalFraction;
import io.redisreplicaset.datanode.text.DecimalText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Strings as numbers: counting up and down.
final class NumberCommands {
    private static final byte[] SET = ascii("SET");
    private static final byte[] KEEP_TTL = ascii("KEEPTTL");

    private NumberCommands() {}

    static void register(CommandTable table) {
        table.add(StringCommands.string("incr", 2, "1.0.0", "Adds one to the number in a key.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(in -> add(in, 1)));
        table.add(StringCommands.string("decr", 2, "1.0.0", "Takes one from the number in a key.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(in -> add(in, -1)));
        table.add(StringCommands.string("incrby", 3, "1.0.0", "Adds to the number in a key.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(in -> add(in, in.whole(2))));
        table.add(StringCommands.string("decrby", 3, "1.0.0", "Takes from the number in a key.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(NumberCommands::decrBy));
        table.add(StringCommands.string("incrbyfloat", 3, "2.6.0", "Adds a decimal fraction to the number in a key.")
                .flags(WRITE, DENYOOM, FAST)
                .key()
                .runs(NumberCommands::incrByFloat));
    }

    private static void decrBy(Invocation in) {
        long amount = in.whole(2);
        if (amount == Long.MIN_VALUE) {
            throw new ErrorReply("ERR decrement would overflow");
        }
        add(in, -amount);
    }

    private static void add(Invocation in, long amount) {
        Entry entry = in.write(1);
        long before = number(Invocation.string(entry));
        long after = before + amount;
        if (((before ^ after) & (amount ^ after)) < 0) {
            throw new ErrorReply("ERR increment or decrement would overflow");
        }
        in.put(1, StringValue.of(after));
        in.changed();
        in.event(KeyspaceEvents.STRING, "incrby", 1);
        in.reply().integer(after);
    }

    private static long number(@Nullable StringValue value) {
        return switch (value) {
            case null -> 0;
            case StringValue.Whole(long number) -> number;
            case StringValue.Bytes bytes -> {
                if (!DecimalText.isLong(bytes.bytes(), 0, bytes.length())) {
                    throw ErrorReply.notAnInteger();
                }
                yield DecimalText.parse(bytes.bytes(), 0, bytes.length());
            }
        };
    }

    private static void incrByFloat(Invocation in) {
        Entry entry = in.write(1);
        StringValue value = Invocation.string(entry);
        BigDecimal before = value == null ? BigDecimal.ZERO : finite(value.bytes(), value.length());
        BigDecimal amount = finite(in.bytes(2), in.request().length(2));
        // Both are read before either counts as too large.
        if (before == null || amount == null || !DecimalFraction.isInRange(before.add(amount))) {
            throw new ErrorReply("ERR increment would produce NaN or Infinity");
        }
        byte[] after = DecimalFraction.render(before.add(amount));
        in.put(1, StringValue.of(after));
        in.changed();
        in.event(KeyspaceEvents.STRING, "incrbyfloat", 1);
        in.reply().bulk(after);
        // The sum, not the amount: two nodes never add fractions differently.
        in.propagateInstead(SET, in.bytes(1), after, KEEP_TTL);
    }

    /// @return null for infinity, which is a number, too
    private static @Nullable BigDecimal finite(byte[] bytes, int length) {
        BigDecimal number = DecimalFraction.parse(bytes, length);
        if (number == null && !DecimalFraction.isInfinite(bytes, length)) {
            throw ErrorReply.notAFloat();
        }
        return number;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
