package io.redisreplicaset.datanode.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// How often each kind of error was answered. The kind is the error's first word, such as `WRONGTYPE`.
public final class ErrorCounts {
    /// Words that clients can bring into being are no kinds that anybody watches: more are not told apart.
    private static final int MAX_KINDS = 128;

    private final Map<String, Long> counts = new TreeMap<>();

    void answered(String error) {
        int space = error.indexOf(' ');
        String kind = space < 0 ? error : error.substring(0, space);
        if (counts.size() < MAX_KINDS || counts.containsKey(kind)) {
            counts.merge(kind, 1L, Long::sum);
        }
    }

    /// Tells each kind and its count, in alphabetical order.
    public void forEach(BiConsumer<String, Long> reader) {
        counts.forEach(reader);
    }

    void reset() {
        counts.clear();
    }
}
