package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.Refusal;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Instant;
import java.util.Optional;

/// What one coordinator knows of one pod.
final class Seen {
    /// The run that was seen to be master of an epoch.
    private record MasterRun(long epoch, String runId) {}

    private final Instant since;
    private Cluster.PodView pod;
    private Optional<Instant> readySince;
    private Fact<NodeStatus> status;
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<MasterRun> masterRun = Optional.empty();

    Seen(Cluster.PodView pod, Instant now) {
        this.pod = pod;
        this.since = now;
        this.readySince = pod.isReady() ? Optional.of(now) : Optional.empty();
        this.status = new Fact.Unknown<>("not asked yet", Instant.MIN);
    }

    Cluster.PodView pod() {
        return pod;
    }

    boolean isOf(Cluster.PodView other) {
        return pod.host().equals(other.host());
    }

    void learn(Cluster.PodView newer, Instant now) {
        pod = newer;
        readySince = newer.isReady() ? Optional.of(readySince.orElse(now)) : Optional.empty();
    }

    /// Answers may overtake one another; the later question wins.
    void learn(Fact<NodeStatus> fact) {
        if (!fact.at().isBefore(status.at())) {
            status = fact;
        }
    }

    void learn(Refusal newer) {
        refusal = Optional.of(newer);
    }

    ObservedNode observed(SetRecord record) {
        long epoch = record.master().map(master -> master.epoch()).orElse(0L);
        Optional<NodeStatus> known = status.known();
        if (known.filter(told -> told.isMasterOf(epoch)).isPresent()
                && masterRun.filter(run -> run.epoch() == epoch).isEmpty()) {
            masterRun = known.map(told -> new MasterRun(epoch, told.runId()));
        }
        boolean restarted = masterRun
                .filter(run -> run.epoch() == epoch)
                .filter(run ->
                        known.filter(told -> !told.runId().equals(run.runId())).isPresent())
                .isPresent();
        return new ObservedNode(
                pod.name(),
                Optional.of(pod.address()),
                pod.isDeleting(),
                readySince,
                since,
                restarted,
                pod.revision(),
                pod.label(),
                status,
                refusal);
    }
}
