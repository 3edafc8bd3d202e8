package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.Reason.Severity;
import io.redisreplicaset.operator.topology.Action;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// An event as a line in columns: when, how grave, the reason's word, the sentence. Pure.
final class EventLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int SEVERITY_CHARS = "Warning".length();
    private static final int REASON_CHARS = Arrays.stream(Reason.values())
            .mapToInt(reason -> reason.word().length())
            .max()
            .orElseThrow();

    private EventLine() {}

    static String of(Action.Emit event, Instant at, ZoneId zone) {
        String severity = event.reason().severity() == Severity.NORMAL ? "Normal" : "Warning";
        return LocalTime.ofInstant(at, zone).format(TIME) + "  " + padded(severity, SEVERITY_CHARS) + "  "
                + padded(event.reason().word(), REASON_CHARS) + "  " + event.message();
    }

    private static String padded(String word, int chars) {
        return word + " ".repeat(chars - word.length());
    }
}
