package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.topology.LinkStatus;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.PeerReport;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether the recorded master still is one.
///
/// Its own word counts first: a process that was started again says that it is nothing, and then there is
/// nothing to vote about. Otherwise three witnesses:
///
/// | witness | says "down" when |
/// |---|---|
/// | the votes: each other voter | its heartbeat connection to the master was closed, or no answer came for the
/// detection timeout, or its replication link to it has been down that long |
/// | readiness | the node is gone, being deleted, not ready, or another process |
/// | the probe | the coordinator itself has had no status for the detection timeout |
///
/// Three voters or more: a majority of the others, and readiness or probe; or the votes alone when they have
/// lasted twice the timeout, since a master that nobody can replicate from is no use. Two voters: the other
/// one, and readiness and probe. One: readiness and probe. Readiness never deposes a master that its replicas
/// still hear.
///
/// A silence from before a mastership does not speak against it: a master that was elected again although nobody
/// hears it gets its twice the timeout each time, or elections would follow one another without a pause.
final class MasterHealth {
    /// The judgement.
    sealed interface Verdict {
        record Healthy() implements Verdict {}

        record Suspected(String why) implements Verdict {}

        /// Those whose word counts say so.
        ///
        /// @param silentMillis since its last sign of life, as far as the voters know
        record Dead(String why, long silentMillis) implements Verdict {}

        /// It says itself that it is not master, or there never was one.
        record Vacant(String why) implements Verdict {}
    }

    private final Sight sight;
    private final MasterRecord master;
    private final Optional<ObservedNode> node;
    private final long timeoutMillis;
    private final long ageMillis;

    private MasterHealth(Sight sight, MasterRecord master, Duration age) {
        this.sight = sight;
        this.master = master;
        this.node = sight.observed().node(master.node().name());
        this.timeoutMillis = sight.intent().detectionTimeout().toMillis();
        this.ageMillis = age.toMillis();
    }

    /// @param age for how long the recorded master has been known to be one
    static Verdict judge(Sight sight, Duration age) {
        return sight.record()
                .master()
                .map(master -> new MasterHealth(sight, master, age).verdict())
                .orElseGet(() -> new Verdict.Vacant("the set has no master yet"));
    }

    private Verdict verdict() {
        Optional<NodeStatus> status = node.flatMap(sight::fresh);
        Optional<String> ownWord = status.flatMap(this::deniesMastership);
        if (ownWord.isPresent()) {
            return new Verdict.Vacant(ownWord.get());
        }
        SetRecord record = sight.record();
        VoterGroup electorate =
                record.config().isEmpty() ? record.unfinished().orElse(VoterGroup.NONE) : record.config();
        List<Voter> others = electorate.voters().stream()
                .filter(voter -> !voter.equals(master.node()))
                .toList();
        Optional<String> readiness = readinessFault();
        boolean probeFails = status.isEmpty();
        List<Long> downMillis = new ArrayList<>();
        for (Voter voter : others) {
            sight.fresh(voter)
                    .map(known -> downMillis(known, probeFails))
                    .orElse(OptionalLong.empty())
                    .ifPresent(downMillis::add);
        }
        return weigh(others.size(), downMillis, readiness, probeFails);
    }

    private Verdict weigh(int others, List<Long> downMillis, Optional<String> readiness, boolean probeFails) {
        int needed = others / 2 + 1;
        boolean votedDown = downMillis.size() >= needed;
        boolean votedDownForLong = downMillis.stream()
                        .filter(millis -> Math.min(millis, ageMillis) >= 2 * timeoutMillis)
                        .count()
                >= needed;
        boolean isDead = switch (others) {
            case 0 -> readiness.isPresent() && probeFails;
            case 1 -> votedDown && readiness.isPresent() && probeFails;
            default -> votedDownForLong || (votedDown && (readiness.isPresent() || probeFails));
        };
        List<String> witnesses = new ArrayList<>();
        if (!downMillis.isEmpty()) {
            witnesses.add(downMillis.size() + " of " + others + " other voters do not hear it");
        }
        readiness.ifPresent(witnesses::add);
        if (probeFails) {
            witnesses.add("it does not answer");
        }
        String why = master.node().name() + ": " + String.join(", ", witnesses);
        if (isDead) {
            return new Verdict.Dead(
                    why, downMillis.stream().mapToLong(Long::longValue).min().orElse(0));
        }
        return witnesses.isEmpty() ? new Verdict.Healthy() : new Verdict.Suspected(why);
    }

    private Optional<String> deniesMastership(NodeStatus status) {
        String name = master.node().name();
        if (!status.nodeId().equals(master.node().nodeId())) {
            return Optional.of(name + " came back on another disk");
        }
        return status.isMasterOf(master.epoch())
                ? Optional.empty()
                : Optional.of(name + " says that it is " + status.role().word() + " and not master of epoch "
                        + master.epoch());
    }

    private Optional<String> readinessFault() {
        if (node.isEmpty()) {
            return Optional.of("it does not exist");
        }
        ObservedNode seen = node.get();
        if (seen.deleting()) {
            return Optional.of("it is being deleted");
        }
        if (seen.restarted()) {
            return Optional.of("its process is another one");
        }
        return seen.isReady() ? Optional.empty() : Optional.of("it is not ready");
    }

    /// For how long this voter has not heard the master; empty where it does hear it, or cannot tell.
    ///
    /// @param probeFails the coordinator does not hear the master either
    private OptionalLong downMillis(NodeStatus voter, boolean probeFails) {
        Optional<PeerReport> peer = voter.peer(master.node().name());
        boolean followsIt =
                node.flatMap(ObservedNode::address).map(Object::toString).equals(voter.upstream());
        boolean linkIsDown = voter.role() == NodeRole.REPLICA && followsIt && voter.linkStatus() == LinkStatus.DOWN;
        boolean heardOnce = peer.filter(known -> known.heardMillis() >= 0).isPresent();
        boolean isConnected = peer.filter(PeerReport::connected).isPresent();
        if (heardOnce) {
            long silent = peer.get().heardMillis();
            if (!isConnected || silent > timeoutMillis) {
                return OptionalLong.of(silent);
            }
        } else if (probeFails && !isConnected && !(followsIt && hasLink(voter))) {
            // It never heard it and does not reach it now: it has only just started, or did so after the master was
            // gone, or was told to forget a node that does not exist any more. That is no more than a second witness,
            // and none against a master that answers: in the first moments of a set it is not ready yet, and the others
            // have not met it. A link to another replica says nothing of the master.
            return OptionalLong.of(Math.max(0, voter.linkDownMillis()));
        }
        return linkIsDown && voter.linkDownMillis() > timeoutMillis
                ? OptionalLong.of(voter.linkDownMillis())
                : OptionalLong.empty();
    }

    private static boolean hasLink(NodeStatus voter) {
        return voter.linkStatus() == LinkStatus.UP || voter.linkStatus() == LinkStatus.SYNC;
    }
}
