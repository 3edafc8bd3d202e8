package io.redisreplicaset.operator.resource;

import io.redisreplicaset.operator.api.FailoverKind;
import io.redisreplicaset.operator.api.FailoverStage;
import io.redisreplicaset.operator.api.FailoverStatus;
import io.redisreplicaset.operator.api.LastFailoverStatus;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.api.StatusBuilder;
import io.redisreplicaset.operator.api.VoterGroupStatus;
import io.redisreplicaset.operator.api.VoterStatus;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.LastFailover;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The failover protocol's memory as it stands in a status, there and back without a loss.
public final class RecordInStatus {
    private RecordInStatus() {}

    /// The status tells of something that this release does not know, and that it must not act upon.
    public static final class NewerStatus extends RuntimeException {
        private static final long serialVersionUID = 1;

        NewerStatus(String field) {
            super(field + " holds a word of a newer release: this operator leaves the set alone");
        }
    }

    /// @param version what a write of the record is conditional on
    /// @throws NewerStatus an attempt is of a kind or at a stage that is not known here
    public static SetRecord read(String version, RedisReplicaSetStatus status) {
        return new SetRecord(
                version,
                status.epoch(),
                status.targetedEpoch(),
                status.rootEpoch(),
                group(status.voters()).orElse(VoterGroup.NONE),
                group(status.unfinishedVoters()),
                master(status),
                Optional.ofNullable(status.failover()).map(RecordInStatus::attempt),
                status.failovers(),
                Optional.ofNullable(status.lastFailover()).map(RecordInStatus::last),
                Optional.ofNullable(status.updatingTo()));
    }

    private static Optional<MasterRecord> master(RedisReplicaSetStatus status) {
        String name = status.master();
        String nodeId = status.masterNodeId();
        return name == null || nodeId == null
                ? Optional.empty()
                : Optional.of(new MasterRecord(new Voter(nodeId, name), status.masterEpoch()));
    }

    private static Optional<VoterGroup> group(@Nullable VoterGroupStatus status) {
        return status == null || status.members().isEmpty()
                ? Optional.empty()
                : Optional.of(new VoterGroup(
                        status.members().stream().map(RecordInStatus::voter).toList(), status.writeQuorum()));
    }

    private static Voter voter(VoterStatus status) {
        return new Voter(status.nodeId(), status.name());
    }

    private static Attempt attempt(FailoverStatus status) {
        return new Attempt(
                status.epoch(),
                status.coordinator(),
                kind(status.kind()),
                stage(status.stage()),
                Optional.ofNullable(status.from()).map(RecordInStatus::voter),
                Optional.ofNullable(status.target()).map(RecordInStatus::voter),
                group(status.voters()),
                status.reason(),
                status.detectMillis(),
                status.startedAt());
    }

    private static Attempt.Kind kind(@Nullable FailoverKind kind) {
        return switch (kind) {
            case BOOTSTRAP -> Attempt.Kind.BOOTSTRAP;
            case FAILOVER -> Attempt.Kind.FAILOVER;
            case SWITCHOVER -> Attempt.Kind.SWITCHOVER;
            case VOTERS -> Attempt.Kind.VOTERS;
            case null -> throw new NewerStatus("status.failover.kind");
        };
    }

    private static Attempt.Stage stage(@Nullable FailoverStage stage) {
        return switch (stage) {
            case PAUSING -> Attempt.Stage.PAUSING;
            case FENCING -> Attempt.Stage.FENCING;
            case PROMOTING -> Attempt.Stage.PROMOTING;
            case null -> throw new NewerStatus("status.failover.stage");
        };
    }

    private static LastFailover last(LastFailoverStatus status) {
        return new LastFailover(
                Optional.ofNullable(status.from()),
                status.to(),
                status.reason(),
                status.detectMillis(),
                status.totalMillis(),
                status.at());
    }

    /// Puts a record in the place of the one in a status; the rest of the status stays.
    ///
    /// @param now begins the time of a master that the status did not name yet
    public static StatusBuilder write(RedisReplicaSetStatus status, SetRecord record, Instant now) {
        Optional<MasterRecord> master = record.master();
        String name = master.map(known -> known.node().name()).orElse(null);
        boolean isSameMaster = Objects.equals(name, status.master());
        Instant since = isSameMaster ? status.masterSince() : now;
        return status.toBuilder()
                .epoch(record.epoch())
                .targetedEpoch(record.targetedEpoch())
                .rootEpoch(record.rootEpoch())
                .master(name)
                .masterNodeId(master.map(known -> known.node().nodeId()).orElse(null))
                .masterEpoch(master.map(MasterRecord::epoch).orElse(0L))
                .masterSince(name == null ? null : since)
                .voters(record.config().isEmpty() ? null : group(record.config()))
                .unfinishedVoters(record.unfinished().map(RecordInStatus::group).orElse(null))
                .failover(record.attempt().map(RecordInStatus::attempt).orElse(null))
                .lastFailover(record.lastFailover().map(RecordInStatus::last).orElse(null))
                .failovers(record.failovers())
                .updatingTo(record.updatingTo().orElse(null));
    }

    private static VoterGroupStatus group(VoterGroup group) {
        return new VoterGroupStatus(
                group.voters().stream().map(RecordInStatus::voter).toList(), group.writeQuorum());
    }

    private static VoterStatus voter(Voter voter) {
        return new VoterStatus(voter.nodeId(), voter.name());
    }

    private static FailoverStatus attempt(Attempt attempt) {
        return new FailoverStatus(
                attempt.epoch(),
                attempt.coordinator(),
                switch (attempt.kind()) {
                    case BOOTSTRAP -> FailoverKind.BOOTSTRAP;
                    case FAILOVER -> FailoverKind.FAILOVER;
                    case SWITCHOVER -> FailoverKind.SWITCHOVER;
                    case VOTERS -> FailoverKind.VOTERS;
                },
                switch (attempt.stage()) {
                    case PAUSING -> FailoverStage.PAUSING;
                    case FENCING -> FailoverStage.FENCING;
                    case PROMOTING -> FailoverStage.PROMOTING;
                },
                attempt.from().map(RecordInStatus::voter).orElse(null),
                attempt.target().map(RecordInStatus::voter).orElse(null),
                attempt.votersToBe().map(RecordInStatus::group).orElse(null),
                attempt.reason(),
                attempt.detectMillis(),
                attempt.startedAt());
    }

    private static LastFailoverStatus last(LastFailover last) {
        return new LastFailoverStatus(
                last.from().orElse(null), last.to(), last.reason(), last.detectMillis(), last.totalMillis(), last.at());
    }
}
