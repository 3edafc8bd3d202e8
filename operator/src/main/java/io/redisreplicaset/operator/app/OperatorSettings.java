package io.redisreplicaset.operator.app;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an operator is started with.
///
/// @param namespaces whose sets are looked after; empty for all
/// @param dataNodeImage of sets that name none
/// @param leaseNamespace null for the one that it runs in
/// @param port of health and metrics; 0 for a free one
record OperatorSettings(
        Set<String> namespaces,
        String dataNodeImage,
        boolean leaderElection,
        String lease,
        @Nullable String leaseNamespace,
        int port) {
    OperatorSettings {
        namespaces = Set.copyOf(namespaces);
    }
}
