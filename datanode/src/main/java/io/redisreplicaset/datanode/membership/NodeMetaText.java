package io.redisreplicaset.datanode.membership;

import io.redisreplicaset.datanode.replication.ReplicationId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;

/// The text of `node.meta`: one fact a line, made for a human with `cat` as well as for the next start.
///
/// ```
/// format=1
/// set-id=0d9a…
/// node-id=4be1…
/// promised-epoch=7
/// promised-to=operator-5c9d/1
/// upstream=7 10.0.0.3 6379
/// clean-shutdown=7 8f14… 120334
/// checksum=9ae0daaf
/// ```
///
/// The last line is the CRC-32C of all bytes above it: it tells a damaged file from one that was never whole. A
/// file of another format or with an unknown key is refused, since what is not understood may be a promise.
final class NodeMetaText {
    private static final String FORMAT = "1";
    private static final String CHECKSUM_KEY = "checksum";
    private static final Set<String> KEYS =
            Set.of("format", "set-id", "node-id", "promised-epoch", "promised-to", "upstream", "clean-shutdown");

    private NodeMetaText() {}

    static String render(NodeMeta meta) {
        StringBuilder text = new StringBuilder(256);
        line(text, "format", FORMAT);
        line(text, "set-id", meta.setId());
        line(text, "node-id", meta.nodeId());
        line(text, "promised-epoch", Long.toString(meta.promisedEpoch()));
        line(text, "promised-to", meta.promisedTo());
        meta.upstream()
                .ifPresent(upstream ->
                        line(text, "upstream", upstream.epoch() + " " + upstream.host() + " " + upstream.port()));
        meta.cleanShutdown()
                .ifPresent(record -> line(
                        text,
                        "clean-shutdown",
                        record.historyEpoch() + " " + record.replicationId() + " " + record.offset()));
        line(text, CHECKSUM_KEY, checksum(text.toString()));
        return text.toString();
    }

    static NodeMeta parse(String text) {
        Lines lines = Lines.of(text);
        lines.read("format", FORMAT, NodeMetaText::knownFormat);
        long promisedEpoch = lines.read("promised-epoch", "a whole number from 0 up", NodeMetaText::number);
        try {
            return new NodeMeta(
                    lines.read("set-id", "the set's id", value -> value),
                    lines.read("node-id", "the disk's id", value -> value),
                    promisedEpoch,
                    lines.read("promised-to", "a coordinator or nothing", value -> value),
                    lines.readOptional("clean-shutdown", "'epoch replid offset'", NodeMetaText::cleanShutdown),
                    lines.readOptional("upstream", "'epoch host port'", NodeMetaText::upstream));
        } catch (IllegalArgumentException e) {
            throw new MalformedNodeMetaException(1, "well-formed ids", String.valueOf(e.getMessage()));
        }
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(value).append('\n');
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private static String knownFormat(String value) {
        if (!value.equals(FORMAT)) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }

    private static long number(String value) {
        long number = Long.parseLong(value);
        if (number < 0) {
            throw new NumberFormatException(value);
        }
        return number;
    }

    private static CleanShutdown cleanShutdown(String value) {
        String[] fields = threeFields(value);
        return new CleanShutdown(number(fields[0]), new ReplicationId(fields[1]), number(fields[2]));
    }

    private static Upstream upstream(String value) {
        String[] fields = threeFields(value);
        return new Upstream(number(fields[0]), fields[1], Math.toIntExact(Math.min(number(fields[2]), 1 << 20)));
    }

    private static String[] threeFields(String value) {
        String[] fields = value.split(" ", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException(value);
        }
        return fields;
    }

    /// The file as keys with their line numbers, its checksum already proved.
    private record Lines(Map<String, Line> byKey, int count) {
        private record Line(int number, String value) {}

        static Lines of(String text) {
            if (!text.endsWith("\n")) {
                throw new MalformedNodeMetaException(
                        Math.max(1, (int) text.lines().count()), "a line that ends", "the end of the file");
            }
            String[] raw = text.substring(0, text.length() - 1).split("\n", -1);
            int lastStart = text.lastIndexOf('\n', text.length() - 2) + 1;
            String wantedLast = CHECKSUM_KEY + "=" + checksum(text.substring(0, lastStart));
            if (!raw[raw.length - 1].equals(wantedLast)) {
                throw new MalformedNodeMetaException(raw.length, "'" + wantedLast + "'", raw[raw.length - 1]);
            }
            Map<String, Line> byKey = new LinkedHashMap<>();
            for (int i = 0; i < raw.length - 1; i++) {
                int equals = raw[i].indexOf('=');
                String key = equals < 0 ? raw[i] : raw[i].substring(0, equals);
                if (equals < 0 || !KEYS.contains(key)) {
                    throw new MalformedNodeMetaException(i + 1, "a known key, '=' and a value", raw[i]);
                }
                if (byKey.put(key, new Line(i + 1, raw[i].substring(equals + 1))) != null) {
                    throw new MalformedNodeMetaException(i + 1, "'" + key + "' once", raw[i]);
                }
            }
            return new Lines(byKey, raw.length);
        }

        <T> T read(String key, String wanted, Function<String, T> reader) {
            return readOptional(key, wanted, reader)
                    .orElseThrow(() ->
                            new MalformedNodeMetaException(count, "a line '" + key + "=…' above the checksum", "none"));
        }

        <T> Optional<T> readOptional(String key, String wanted, Function<String, T> reader) {
            Line line = byKey.get(key);
            if (line == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(reader.apply(line.value()));
            } catch (IllegalArgumentException | ArithmeticException _) {
                throw new MalformedNodeMetaException(line.number(), key + " = " + wanted, line.value());
            }
        }
    }
}
