package io.redisreplicaset.datanode.wire;

import io.redisreplicaset.datanode.resp.RespValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `REPLICASET STATUS` tells, and most other commands answer.
record Status(Map<String, RespValue> fields) {
    Status {
        fields = Map.copyOf(fields);
    }

    static Status of(RespValue reply) {
        List<RespValue> flat = switch (reply) {
            case RespValue.Sequence(List<RespValue> elements) -> elements;
            case RespValue.Mapping(List<RespValue> elements) -> elements;
            default -> throw new AssertionError("expected a map, got " + reply);
        };
        Map<String, RespValue> fields = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(flat.get(i).asText(), flat.get(i + 1));
        }
        return new Status(fields);
    }

    private RespValue field(String key) {
        RespValue value = fields.get(key);
        if (value == null) {
            throw new AssertionError("no '" + key + "' in the status, only " + fields.keySet());
        }
        return value;
    }

    String text(String key) {
        return field(key).asText();
    }

    long number(String key) {
        return Long.parseLong(text(key));
    }

    /// Rows of `replicas` or `peers`.
    List<List<String>> rows(String key) {
        return elements(field(key)).stream()
                .map(row -> elements(row).stream().map(RespValue::asText).toList())
                .toList();
    }

    private static List<RespValue> elements(RespValue value) {
        if (value instanceof RespValue.Sequence(List<RespValue> elements)) {
            return elements;
        }
        throw new AssertionError("expected an array, got " + value);
    }
}
