package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import io.redisreplicaset.operator.telemetry.SetEvents;
import java.time.InstantSource;

/// What all sets of one operator share.
///
/// @param steadyClock for everything that is waited for
/// @param wallClock for what people read, and for what the API server dates
/// @param dataNodeImage of sets that name none
/// @param coordinator the identity of this process among all that ever coordinate a set
record Cluster(
        KubernetesClient client,
        SetPods pods,
        NodeClaims claims,
        SetEvents events,
        OperatorMetrics metrics,
        InstantSource steadyClock,
        InstantSource wallClock,
        String dataNodeImage,
        String coordinator) {}
