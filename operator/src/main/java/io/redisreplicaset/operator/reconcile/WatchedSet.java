package io.redisreplicaset.operator.reconcile;

import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import io.redisreplicaset.operator.coordinator.SetCoordinator;
import io.redisreplicaset.operator.telemetry.SetReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one process keeps of one set between two reconciles. Only the thread that reconciles the set touches it, but
/// for
/// [#tellNews].
final class WatchedSet implements AutoCloseable {
    private final Cluster cluster;
    private final Runnable wake;
    private final SetReference reference;
    private final SetPassword password;
    private final Commands commands;
    private final KubernetesSetRuntime runtime;
    private final Map<String, String> troubles = new HashMap<>();
    private volatile @Nullable SetCoordinator coordinator;
    private @Nullable RedisReplicaSetSpec lastAccepted;

    WatchedSet(RedisReplicaSet set, Cluster cluster, Runnable wake) {
        this.cluster = cluster;
        this.wake = wake;
        this.reference = SetReference.of(set);
        this.password = new SetPassword(cluster.client(), cluster.steadyClock(), cluster.metrics());
        this.commands = new Commands(cluster.client(), cluster.events(), cluster.metrics());
        this.runtime = new KubernetesSetRuntime(set, cluster, password, commands);
    }

    SetReference reference() {
        return reference;
    }

    SetPassword password() {
        return password;
    }

    Commands commands() {
        return commands;
    }

    /// What was told of its pods that do not run.
    Map<String, String> troubles() {
        return troubles;
    }

    KubernetesSetRuntime runtime() {
        return runtime;
    }

    /// The last spec that was valid, by which changes are judged; null before the first.
    @Nullable
    RedisReplicaSetSpec lastAccepted() {
        return lastAccepted;
    }

    void accept(RedisReplicaSet set) {
        lastAccepted = set.getSpec();
        runtime.accept(set);
    }

    /// The one that looks after the set, and from now on watches its nodes.
    SetCoordinator coordinator() {
        SetCoordinator present = coordinator;
        if (present == null) {
            present = new SetCoordinator(cluster.coordinator(), runtime, cluster.steadyClock(), wake);
            coordinator = present;
        }
        return present;
    }

    /// Looks away: no connection to any node is left.
    void rest() {
        SetCoordinator present = coordinator;
        coordinator = null;
        if (present != null) {
            present.close();
        }
    }

    /// A pod of it has changed. Any thread may say so.
    void tellNews() {
        SetCoordinator present = coordinator;
        if (present != null) {
            present.tellNews();
        }
    }

    @Override
    public void close() {
        rest();
        cluster.metrics().forget(reference);
    }
}
