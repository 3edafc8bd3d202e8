package io.redisreplicaset.operator.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes some fields of a status by name: eighteen positions are too many to count.
public final class StatusBuilder {
    private long observedGeneration;
    private @Nullable Phase phase;
    private @Nullable String phaseReason;
    private int replicas;
    private int readyReplicas;
    private @Nullable String selector;
    private long epoch;
    private @Nullable String master;
    private @Nullable Instant masterSince;
    private List<String> voters = List.of();
    private boolean initialized;
    private @Nullable FailoverStatus failover;
    private @Nullable LastFailoverStatus lastFailover;
    private long failovers;
    private @Nullable String revision;
    private int updatedReplicas;
    private List<DataNodeStatus> nodes = List.of();
    private List<SetCondition> conditions = List.of();

    StatusBuilder() {}

    StatusBuilder(RedisReplicaSetStatus from) {
        observedGeneration = from.observedGeneration();
        phase = from.phase();
        phaseReason = from.phaseReason();
        replicas = from.replicas();
        readyReplicas = from.readyReplicas();
        selector = from.selector();
        epoch = from.epoch();
        master = from.master();
        masterSince = from.masterSince();
        voters = from.voters();
        initialized = from.initialized();
        failover = from.failover();
        lastFailover = from.lastFailover();
        failovers = from.failovers();
        revision = from.revision();
        updatedReplicas = from.updatedReplicas();
        nodes = from.nodes();
        conditions = from.conditions();
    }

    public StatusBuilder observedGeneration(long value) {
        observedGeneration = value;
        return this;
    }

    public StatusBuilder phase(@Nullable Phase value) {
        phase = value;
        return this;
    }

    public StatusBuilder phaseReason(@Nullable String value) {
        phaseReason = value;
        return this;
    }

    public StatusBuilder replicas(int value) {
        replicas = value;
        return this;
    }

    public StatusBuilder readyReplicas(int value) {
        readyReplicas = value;
        return this;
    }

    public StatusBuilder selector(@Nullable String value) {
        selector = value;
        return this;
    }

    public StatusBuilder epoch(long value) {
        epoch = value;
        return this;
    }

    public StatusBuilder master(@Nullable String value) {
        master = value;
        return this;
    }

    public StatusBuilder masterSince(@Nullable Instant value) {
        masterSince = value;
        return this;
    }

    public StatusBuilder voters(List<String> value) {
        voters = value;
        return this;
    }

    public StatusBuilder initialized(boolean value) {
        initialized = value;
        return this;
    }

    public StatusBuilder failover(@Nullable FailoverStatus value) {
        failover = value;
        return this;
    }

    public StatusBuilder lastFailover(@Nullable LastFailoverStatus value) {
        lastFailover = value;
        return this;
    }

    public StatusBuilder failovers(long value) {
        failovers = value;
        return this;
    }

    public StatusBuilder revision(@Nullable String value) {
        revision = value;
        return this;
    }

    public StatusBuilder updatedReplicas(int value) {
        updatedReplicas = value;
        return this;
    }

    public StatusBuilder nodes(List<DataNodeStatus> value) {
        nodes = value;
        return this;
    }

    public StatusBuilder conditions(List<SetCondition> value) {
        conditions = value;
        return this;
    }

    /// Puts this condition in the place of the one of its type.
    public StatusBuilder condition(SetCondition value) {
        conditions = value.replacedIn(conditions);
        return this;
    }

    public RedisReplicaSetStatus build() {
        return new RedisReplicaSetStatus(
                observedGeneration,
                phase,
                phaseReason,
                replicas,
                readyReplicas,
                selector,
                epoch,
                master,
                masterSince,
                voters,
                initialized,
                failover,
                lastFailover,
                failovers,
                revision,
                updatedReplicas,
                nodes,
                conditions);
    }
}
