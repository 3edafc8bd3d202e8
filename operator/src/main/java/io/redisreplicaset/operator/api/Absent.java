package io.redisreplicaset.operator.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A collection that was left out is an empty one. Jackson hands over null for it, whatever the component's type says.
final class Absent {
    private Absent() {}

    /// Keeps the order in which the user wrote; that of `Map.copyOf` differs from run to run.
    static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// Cuts off what the schema would refuse: a long sentence must not keep a status from being written.
    static String orEmpty(@Nullable String text, int maxChars) {
        if (text == null) {
            return "";
        }
        return text.length() <= maxChars ? text : text.substring(0, maxChars - 1) + "…";
    }

    /// Drops null elements: words of a newer release read as null.
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }
}
