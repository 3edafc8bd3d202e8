package io.redisreplicaset.operator.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes some fields of a status by name: twenty-three positions are too many to count.
public final class StatusBuilder {
    private long observedGeneration;
    private @Nullable Phase phase;
    private @Nullable String phaseReason;
    private int replicas;
    private int readyReplicas;
    private @Nullable String selector;
    private long epoch;
    private long targetedEpoch;
    private long rootEpoch;
    private @Nullable String master;
    private @Nullable String masterNodeId;
    private long masterEpoch;
    private @Nullable Instant masterSince;
    private @Nullable VoterGroupStatus voters;
    private @Nullable VoterGroupStatus unfinishedVoters;
    private @Nullable FailoverStatus failover;
    private @Nullable LastFailoverStatus lastFailover;
    private int failovers;
    private @Nullable String revision;
    private @Nullable String updatingTo;
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
        targetedEpoch = from.targetedEpoch();
        rootEpoch = from.rootEpoch();
        master = from.master();
        masterNodeId = from.masterNodeId();
        masterEpoch = from.masterEpoch();
        masterSince = from.masterSince();
        voters = from.voters();
        unfinishedVoters = from.unfinishedVoters();
        failover = from.failover();
        lastFailover = from.lastFailover();
        failovers = from.failovers();
        revision = from.revision();
        updatingTo = from.updatingTo();
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

    public StatusBuilder targetedEpoch(long value) {
        targetedEpoch = value;
        return this;
    }

    public StatusBuilder rootEpoch(long value) {
        rootEpoch = value;
        return this;
    }

    public StatusBuilder master(@Nullable String value) {
        master = value;
        return this;
    }

    public StatusBuilder masterNodeId(@Nullable String value) {
        masterNodeId = value;
        return this;
    }

    public StatusBuilder masterEpoch(long value) {
        masterEpoch = value;
        return this;
    }

    public StatusBuilder masterSince(@Nullable Instant value) {
        masterSince = value;
        return this;
    }

    public StatusBuilder voters(@Nullable VoterGroupStatus value) {
        voters = value;
        return this;
    }

    public StatusBuilder unfinishedVoters(@Nullable VoterGroupStatus value) {
        unfinishedVoters = value;
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

    public StatusBuilder failovers(int value) {
        failovers = value;
        return this;
    }

    public StatusBuilder revision(@Nullable String value) {
        revision = value;
        return this;
    }

    public StatusBuilder updatingTo(@Nullable String value) {
        updatingTo = value;
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
                targetedEpoch,
                rootEpoch,
                master,
                masterNodeId,
                masterEpoch,
                masterSince,
                voters,
                unfinishedVoters,
                failover,
                lastFailover,
                failovers,
                revision,
                updatingTo,
                updatedReplicas,
                nodes,
                conditions);
    }
}
