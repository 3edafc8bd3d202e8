package io.redisreplicaset.operator.telemetry;

import io.redisreplicaset.operator.api.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each thing that happens to a set: its name, the reason's word, the sentence.
public final class SetLog {
    private static final Logger LOG = LoggerFactory.getLogger("set");

    private SetLog() {}

    public static void write(String set, Reason reason, String message) {
        switch (reason.severity()) {
            case NORMAL -> LOG.info("{} {}: {}", set, reason.word(), message);
            case WARNING -> LOG.warn("{} {}: {}", set, reason.word(), message);
        }
    }
}
