package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.Effect;
import io.redisreplicaset.datanode.membership.NodeMeta;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// The mistakes that an implementation of this protocol could make and not notice. The simulation has to notice
/// each of them, or its silence means nothing.
enum Wrong implements Mutation {
    /// A promise is told, but a restart forgets it.
    PROMISE_NOT_PERSISTED {
        @Override
        public NodeMeta written(NodeMeta meta, Optional<NodeMeta> onDisk) {
            boolean isPromise = !meta.promisedTo().isEmpty()
                    && onDisk.filter(old -> old.promisedEpoch() < meta.promisedEpoch())
                            .isPresent();
            return isPromise
                    ? new NodeMeta(
                            meta.setId(),
                            meta.nodeId(),
                            onDisk.get().promisedEpoch(),
                            onDisk.get().promisedTo(),
                            meta.cleanShutdown(),
                            meta.upstream())
                    : meta;
        }
    },

    /// A fenced replica keeps its link, and goes on acking to the master of the epoch before.
    ACK_AFTER_PROMISE {
        @Override
        public boolean carriesOut(Effect effect, List<Effect> all) {
            boolean isFence = all.stream().anyMatch(Effect.PersistMeta.class::isInstance)
                    && all.stream().noneMatch(Effect.SaveSnapshot.class::isInstance);
            return !(effect instanceof Effect.CloseUpstream && isFence);
        }
    },

    /// A replica that has merely been told to follow counts as if it held that epoch's history.
    CONTACT_EPOCH {
        @Override
        public NodeStatus told(NodeStatus status, SetIntent intent) {
            boolean isReplica = status.role() == NodeRole.REPLICA;
            return isReplica
                    ? with(
                            status,
                            Math.max(status.historyEpoch(), status.epoch()),
                            status.writeQuorum(),
                            status.intact())
                    : status;
        }
    },

    NOT_INTACT_VOTES_COUNT {
        @Override
        public NodeStatus told(NodeStatus status, SetIntent intent) {
            return with(status, status.historyEpoch(), status.writeQuorum(), true);
        }
    },

    /// One voter fewer than `W` commits a write.
    WRITE_QUORUM_OFF_BY_ONE {
        @Override
        public Action done(Action action, SetIntent intent) {
            return action instanceof Action.Promote(String node, long epoch, int quorum, List<String> voters)
                    ? new Action.Promote(node, epoch, Math.max(1, quorum - 1), voters)
                    : action;
        }

        @Override
        public NodeStatus told(NodeStatus status, SetIntent intent) {
            return status.voters().isEmpty()
                    ? status
                    : with(
                            status,
                            status.historyEpoch(),
                            intent.writeQuorumOf(status.voters().size()),
                            status.intact());
        }
    },

    /// One promise fewer than `N - W + 1` elects.
    ELECTION_QUORUM_OFF_BY_ONE {
        @Override
        public Sight seen(Sight sight) {
            OptionalInt more = OptionalInt.of(
                    sight.intent().writeQuorumOf(sight.record().config().size()) + 1);
            return new Sight(
                    withGroups(sight.record(), group -> looser(group, 1)),
                    sight.observed(),
                    IntentChange.writeQuorum(sight.intent(), more),
                    sight.now());
        }

        @Override
        public NodeStatus told(NodeStatus status, SetIntent intent) {
            int voters = status.voters().size();
            return with(status, status.historyEpoch(), Math.min(voters, status.writeQuorum() + 1), status.intact());
        }

        @Override
        public Action done(Action action, SetIntent intent) {
            return switch (action) {
                case Action.Promote(String node, long epoch, int _, List<String> voters) ->
                    new Action.Promote(node, epoch, intent.writeQuorumOf(voters.size()), voters);
                case Action.SaveRecord(String version, SetRecord record, var events) ->
                    new Action.SaveRecord(
                            version,
                            withGroups(
                                    record,
                                    group -> looser(group, intent.writeQuorumOf(group.size()) - group.writeQuorum())),
                            events);
                case Action.Fence _,
                        Action.Follow _,
                        Action.Pause _,
                        Action.Peers _,
                        Action.Ask _,
                        Action.Label _,
                        Action.CreateNode _,
                        Action.DeleteNode _,
                        Action.Emit _,
                        Action.WaitUntil _ -> action;
            };
        }
    },

    /// A node that comes back with an empty disk votes and acks in the place of the one that it forgot.
    NEW_DISK_VOTES_FOR_THE_OLD {
        @Override
        public Optional<String> idOfNewDisk(Optional<String> idOfTheDiskBefore) {
            return idOfTheDiskBefore.filter(id -> !id.isEmpty());
        }
    },

    /// An election that finds an unfinished change of voters asks the group before it only.
    NO_JOINT_QUORUM {
        @Override
        public Sight seen(Sight sight) {
            SetRecord record = sight.record();
            boolean isElection =
                    record.attempt().map(open -> open.kind() != Kind.VOTERS).orElse(true)
                            && sight.servingMaster().isEmpty();
            return isElection && !record.config().isEmpty()
                    ? sight.with(record.withVoters(record.config(), Optional.empty()))
                    : sight;
        }
    },

    /// The new voters count from the moment that they are written down.
    CHANGE_DONE_BEFORE_ITS_MARKER_IS_COMMITTED {
        @Override
        public Action done(Action action, SetIntent intent) {
            return action instanceof Action.SaveRecord(String version, SetRecord record, var events)
                            && record.unfinished().isPresent()
                    ? new Action.SaveRecord(
                            version, record.withVoters(record.unfinished().get(), Optional.empty()), events)
                    : action;
        }
    },

    /// The target is written over whatever the record says by now.
    TARGET_WITHOUT_COMPARE_AND_SWAP {
        @Override
        public boolean comparesVersions(SetRecord next) {
            return next.attempt()
                    .map(Attempt::stage)
                    .filter(Stage.PROMOTING::equals)
                    .isEmpty();
        }
    },

    /// A replica empties itself when a full sync begins.
    DATA_THROWN_AWAY_BEFORE_THE_SYNC_IS_COMPLETE {
        @Override
        public boolean keepsDataUntilTheSyncIsComplete() {
            return false;
        }
    };

    private static VoterGroup looser(VoterGroup group, int by) {
        return group.isEmpty()
                ? group
                : new VoterGroup(group.voters(), Math.min(group.size(), group.writeQuorum() + by));
    }

    private static SetRecord withGroups(SetRecord record, UnaryOperator<VoterGroup> change) {
        Optional<Attempt> attempt = record.attempt()
                .map(open -> new Attempt(
                        open.epoch(),
                        open.coordinator(),
                        open.kind(),
                        open.stage(),
                        open.from(),
                        open.target(),
                        open.votersToBe().map(change),
                        open.reason(),
                        open.detectMillis(),
                        open.startedAt()));
        return record.withVoters(
                        change.apply(record.config()), record.unfinished().map(change))
                .withAttempt(attempt);
    }

    private static NodeStatus with(NodeStatus told, long historyEpoch, int writeQuorum, boolean intact) {
        return new NodeStatus(
                told.nodeId(),
                told.runId(),
                told.role(),
                told.promisedEpoch(),
                told.promisedTo(),
                told.epoch(),
                historyEpoch,
                told.rootEpoch(),
                told.voters(),
                writeQuorum,
                told.committedEpoch(),
                told.offset(),
                intact,
                told.empty(),
                told.loading(),
                told.upstream(),
                told.linkStatus(),
                told.linkDownMillis(),
                told.synced(),
                told.writesOpen(),
                told.paused(),
                told.shuttingDown(),
                told.priority(),
                told.peers());
    }
}
