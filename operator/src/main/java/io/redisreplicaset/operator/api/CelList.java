package io.redisreplicaset.operator.api;

import java.util.List;
import java.util.regex.Pattern;

/// Reads a list of strings from the CEL text that the API server gets, so that each such list exists only once.
final class CelList {
    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

    private CelList() {}

    static List<String> strings(String cel) {
        return QUOTED.matcher(cel).results().map(match -> match.group(1)).toList();
    }
}
