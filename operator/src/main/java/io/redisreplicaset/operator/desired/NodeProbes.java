package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/// How the kubelet asks after a data node.
///
/// Readiness is a witness in the judgement of a dead master, so it is asked every second. Start and life ask only
/// whether the node's loop runs: a node that waits for its role, or copies its master's data, is not ready for as long
/// as that takes, and to kill it for that would begin the wait anew.
final class NodeProbes {
    private static final String ALIVE = "/livez";
    private static final String READY = "/readyz";

    private static final int START_SECONDS = 120;

    /// Half a minute: a process that was frozen, or a machine that stalled, comes back; a deadlock does not.
    private static final int LIVENESS_PERIOD_SECONDS = 5;

    private static final int LIVENESS_FAILURES = 6;
    private static final int READINESS_FAILURES = 2;

    private NodeProbes() {}

    static Probe startup() {
        return probe(ALIVE, 1, START_SECONDS);
    }

    static Probe readiness() {
        return probe(READY, 1, READINESS_FAILURES);
    }

    static Probe liveness() {
        return probe(ALIVE, LIVENESS_PERIOD_SECONDS, LIVENESS_FAILURES);
    }

    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(NodePorts.ADMIN_NAME)
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(periodSeconds)
                .withFailureThreshold(failures)
                .withSuccessThreshold(1)
                .build();
    }
}
