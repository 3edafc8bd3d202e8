package io.redisreplicaset.datanode.command.keys;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyBytes;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.text.GlobPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// SCAN, KEYS and RANDOMKEY: keys that nobody named.
final class KeyWalks {
    private static final int DEFAULT_SCAN_COUNT = 10;

    /// Empty steps that one SCAN may take for each key that it was asked for.
    private static final int STEPS_FOR_EACH_KEY = 10;

    /// Draws before RANDOMKEY gives up on finding a key that has not expired.
    private static final int MAX_DRAWS = 100;

    private KeyWalks() {}

    private record ScanOptions(
            long count,
            @Nullable KeyBytes pattern,
            @Nullable String type) {}

    static void scan(Invocation in) {
        long cursor = cursor(in.text(1));
        ScanOptions options = scanOptions(in);
        List<Entry> met = new ArrayList<>();
        long stepsLeft = options.count * STEPS_FOR_EACH_KEY;
        do {
            cursor = in.database().scan(cursor, met::add);
        } while (cursor != 0 && --stepsLeft > 0 && met.size() < options.count);
        met.removeIf(entry -> !in.isLiving(entry) || !isWanted(entry, options));
        in.reply().array(2);
        in.reply().bulk(Long.toUnsignedString(cursor));
        in.reply().array(met.size());
        for (Entry entry : met) {
            in.reply().bulk(entry.key());
        }
    }

    private static long cursor(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException notCursor) {
            throw new ErrorReply("ERR invalid cursor");
        }
    }

    private static ScanOptions scanOptions(Invocation in) {
        long count = DEFAULT_SCAN_COUNT;
        KeyBytes pattern = null;
        String type = null;
        for (int i = 2; i < in.count(); i += 2) {
            if (i + 1 == in.count()) {
                throw ErrorReply.syntax();
            }
            if (in.is(i, "count")) {
                count = in.whole(i + 1);
                if (count < 1) {
                    throw ErrorReply.syntax();
                }
            } else if (in.is(i, "match")) {
                pattern = new KeyBytes(in.bytes(i + 1));
            } else if (in.is(i, "type")) {
                type = in.text(i + 1).toLowerCase(Locale.ROOT);
            } else {
                throw ErrorReply.syntax();
            }
        }
        // More than the table can hold is no help and would overflow the steps.
        return new ScanOptions(Math.min(count, Integer.MAX_VALUE), pattern, type);
    }

    private static boolean isWanted(Entry entry, ScanOptions options) {
        return (options.pattern == null || GlobPattern.matches(options.pattern.bytes(), entry.key()))
                && (options.type == null || options.type.equals(entry.value().typeName()));
    }

    static void keys(Invocation in) {
        byte[] pattern = in.bytes(1);
        List<Entry> found = new ArrayList<>();
        long cursor = 0;
        do {
            cursor = in.database().scan(cursor, entry -> {
                if (!entry.isExpired(in.nowMillis()) && GlobPattern.matches(pattern, entry.key())) {
                    found.add(entry);
                }
            });
        } while (cursor != 0);
        // Nothing changes the table in between, but a table that resizes shows some buckets twice.
        List<Entry> unique = found.stream().distinct().toList();
        in.reply().array(unique.size());
        for (Entry entry : unique) {
            in.reply().bulk(entry.key());
        }
    }

    static void randomKey(Invocation in) {
        Entry entry = null;
        for (int draw = 0; draw < MAX_DRAWS; draw++) {
            Entry drawn = in.database().randomEntry(ThreadLocalRandom.current());
            if (drawn == null) {
                break;
            }
            // On a master an expired key is gone now: there are fewer of them with each draw.
            entry = in.peekKey(drawn.key());
            if (entry != null) {
                break;
            }
        }
        if (entry == null) {
            in.reply().nil();
        } else {
            in.reply().bulk(entry.key());
        }
    }
}
