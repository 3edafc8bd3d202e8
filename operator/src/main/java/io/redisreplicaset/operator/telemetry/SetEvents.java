package io.redisreplicaset.operator.telemetry;

import io.redisreplicaset.operator.api.Reason;
import java.util.Optional;

/// Where everything that a user should hear of is told. Never fails, never blocks; any thread may call.
public final class SetEvents {
    private final EventRecorder recorder;
    private final OperatorMetrics metrics;

    public SetEvents(EventRecorder recorder, OperatorMetrics metrics) {
        this.recorder = recorder;
        this.metrics = metrics;
    }

    /// @param node the node that it is about, if it is about one
    public void tell(SetReference set, Reason reason, String message, Optional<String> node) {
        SetLog.write(set.toString(), reason, message);
        metrics.told(reason);
        recorder.record(set, reason, message, node);
    }

    public void tell(SetReference set, Reason reason, String message) {
        tell(set, reason, message, Optional.empty());
    }
}
