package io.redisreplicaset.operator.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the set itself remembers, outside of its nodes: on Kubernetes the resource's status, locally a file. It
/// is only ever replaced as a whole, on condition that its version is still the one that was read.
///
/// @param version the store's, for the comparison
/// @param epoch the highest epoch that was ever reserved
/// @param targetedEpoch the highest epoch for which a target was written: no later one has had a master
/// @param rootEpoch where the set's data began; 0 while the set was never begun
/// @param config the voters whose epoch's marker is known to be committed
/// @param unfinished voters that a promoted node may have been told, and whose marker is not known to be
///     committed: until it is, an election needs promises from both groups
/// @param updatingTo the revision that a rolling update under way leads to
public record SetRecord(
        String version,
        long epoch,
        long targetedEpoch,
        long rootEpoch,
        VoterGroup config,
        Optional<VoterGroup> unfinished,
        Optional<MasterRecord> master,
        Optional<Attempt> attempt,
        int failovers,
        Optional<LastFailover> lastFailover,
        Optional<String> updatingTo) {
    /// A set of which nothing is known yet.
    public static SetRecord initial(String version) {
        return new SetRecord(
                version,
                0,
                0,
                0,
                VoterGroup.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    public boolean isInitialized() {
        return rootEpoch > 0;
    }

    /// All groups from which an election needs promises.
    public List<VoterGroup> groups() {
        List<VoterGroup> groups = new ArrayList<>(2);
        if (!config.isEmpty()) {
            groups.add(config);
        }
        unfinished.ifPresent(groups::add);
        return groups;
    }

    public boolean isVoter(String nodeId) {
        return groups().stream().anyMatch(group -> group.contains(nodeId));
    }

    public boolean isMaster(String name) {
        return master.filter(known -> known.node().name().equals(name)).isPresent();
    }

    public SetRecord withVersion(String newVersion) {
        return new SetRecord(
                newVersion,
                epoch,
                targetedEpoch,
                rootEpoch,
                config,
                unfinished,
                master,
                attempt,
                failovers,
                lastFailover,
                updatingTo);
    }

    public SetRecord withAttempt(Optional<Attempt> newAttempt) {
        long reserved = newAttempt.map(Attempt::epoch).orElse(0L);
        return new SetRecord(
                version,
                Math.max(epoch, reserved),
                targetedEpoch,
                rootEpoch,
                config,
                unfinished,
                master,
                newAttempt,
                failovers,
                lastFailover,
                updatingTo);
    }

    public SetRecord withVoters(VoterGroup newConfig, Optional<VoterGroup> newUnfinished) {
        return new SetRecord(
                version,
                epoch,
                targetedEpoch,
                rootEpoch,
                newConfig,
                newUnfinished,
                master,
                attempt,
                failovers,
                lastFailover,
                updatingTo);
    }

    /// The target of the attempt is written: from here on it may be promoted.
    public SetRecord withTarget(Attempt promoting, long newRootEpoch) {
        return new SetRecord(
                version,
                epoch,
                promoting.epoch(),
                newRootEpoch,
                config,
                unfinished,
                master,
                Optional.of(promoting),
                failovers,
                lastFailover,
                updatingTo);
    }

    public SetRecord withMaster(MasterRecord newMaster, long newRootEpoch) {
        return new SetRecord(
                version,
                Math.max(epoch, newMaster.epoch()),
                Math.max(targetedEpoch, newMaster.epoch()),
                newRootEpoch,
                config,
                unfinished,
                Optional.of(newMaster),
                Optional.empty(),
                failovers,
                lastFailover,
                updatingTo);
    }

    public SetRecord withLastFailover(LastFailover last) {
        return new SetRecord(
                version,
                epoch,
                targetedEpoch,
                rootEpoch,
                config,
                unfinished,
                master,
                attempt,
                failovers + 1,
                Optional.of(last),
                updatingTo);
    }

    public SetRecord withUpdatingTo(Optional<String> revision) {
        return new SetRecord(
                version,
                epoch,
                targetedEpoch,
                rootEpoch,
                config,
                unfinished,
                master,
                attempt,
                failovers,
                lastFailover,
                revision);
    }
}
