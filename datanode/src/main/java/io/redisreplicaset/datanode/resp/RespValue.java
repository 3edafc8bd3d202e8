package io.redisreplicaset.datanode.resp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// One reply as a value: what we read from a master, a peer node or a test's connection.
public sealed interface RespValue {
    /// `+text`
    record Simple(String text) implements RespValue {}

    /// `-text`, or RESP3's `!`
    record Failure(String text) implements RespValue {}

    /// `:n`
    record Whole(long value) implements RespValue {}

    /// `$n`, or RESP3's `=` with its kind cut off. The bytes are not copied and not to be changed.
    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    record Bulk(byte[] bytes) implements RespValue {}

    /// `,n` and `(n`: numbers kept as their text
    record NumberText(String text) implements RespValue {}

    /// `#t` and `#f`
    record Truth(boolean value) implements RespValue {}

    /// `$-1`, `*-1` and `_`
    record Absent() implements RespValue {}

    /// `*n` and `~n`
    record Sequence(List<RespValue> elements) implements RespValue {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /// `%n`, keys and values in turn
    record Mapping(List<RespValue> keysAndValues) implements RespValue {
        public Mapping {
            keysAndValues = List.copyOf(keysAndValues);
        }
    }

    /// `>n`
    record Push(List<RespValue> elements) implements RespValue {
        public Push {
            elements = List.copyOf(elements);
        }
    }

    /// The value as text, for simple strings, bulks and numbers; a Java-like rendering for the rest.
    default String asText() {
        return switch (this) {
            case Simple(String text) -> text;
            case Failure(String text) -> text;
            case Whole(long value) -> Long.toString(value);
            case Bulk(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case NumberText(String text) -> text;
            case Truth(boolean value) -> Boolean.toString(value);
            case Absent() -> "";
            case Sequence(List<RespValue> elements) -> render(elements);
            case Mapping(List<RespValue> elements) -> render(elements);
            case Push(List<RespValue> elements) -> render(elements);
        };
    }

    private static String render(List<RespValue> elements) {
        return elements.stream().map(RespValue::asText).toList().toString();
    }
}
