package io.redisreplicaset.operator.api;

import java.util.List;
import java.util.regex.Pattern;

/// What a set may be called, so that the names of its objects are valid and clash with those of no other set.
final class SetName {
    /// A Service's name is a DNS label that starts with a letter; fifty characters leave room for `-nodes` and
    /// ordinals.
    static final String REGEX = "^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$";

    /// The set `cache` has a Service `cache-ro`; so would a set of that name.
    static final String RESERVED_ENDINGS = "['-ro', '-nodes']";

    private static final Pattern NAME = Pattern.compile(REGEX);
    private static final List<String> RESERVED = CelList.strings(RESERVED_ENDINGS);

    private SetName() {}

    static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean isReserved(String name) {
        return RESERVED.stream().anyMatch(name::endsWith);
    }
}
