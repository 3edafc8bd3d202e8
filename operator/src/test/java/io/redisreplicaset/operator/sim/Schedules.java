package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.sim.SimSettings.Memory;

/// For each mistake one course of events in which it costs a write that a client was told is done.
///
/// All of them begin with n-0 as master of epoch 1, and end when whatever was cut off has had time to do harm.
final class Schedules {
    private static final SimSettings THREE = SimSettings.of(3, Durability.QUORUM);
    private static final String ZERO = "n-0";
    private static final String ONE = "n-1";
    private static final String TWO = "n-2";
    private static final String THIRD = "n-3";
    private static final String FOURTH = "n-4";
    private static final String ALPHA = "alpha";
    private static final String BETA = "beta";
    private static final long LONG_ENOUGH = 30_000;

    private Schedules() {}

    /// Which one shows that mistake.
    static Schedule run(Wrong wrong, Mutation mutation, Rules.Rule... ignored) {
        Schedule schedule = new Schedule(settings(wrong), mutation);
        for (Rules.Rule rule : ignored) {
            schedule.sim().rules().ignore(rule);
        }
        schedule.begun();
        switch (wrong) {
            case PROMISE_NOT_PERSISTED -> aPromiserRestartsBetweenPromiseAndPromotion(schedule);
            case ACK_AFTER_PROMISE -> theOldMastersLastWriteReachesAPromiser(schedule);
            case CONTACT_EPOCH -> aLaggardIsToldToFollowANewMasterThatDies(schedule);
            case NOT_INTACT_VOTES_COUNT -> oneHolderForgetsAndTheOtherIsCutOff(schedule);
            case WRITE_QUORUM_OFF_BY_ONE -> theMasterIsCutOffWithItsLastWrites(schedule);
            case ELECTION_QUORUM_OFF_BY_ONE -> onlyTheLaggardAnswers(schedule);
            case NEW_DISK_VOTES_FOR_THE_OLD -> oneHolderLosesItsDiskAndTheOtherIsCutOff(schedule);
            case NO_JOINT_QUORUM -> theNewVoterIsTheOnlyOneThatHeard(schedule);
            case CHANGE_DONE_BEFORE_ITS_MARKER_IS_COMMITTED -> theRemovedVoterIsTheOnlyOneThatHeard(schedule);
            case TARGET_WITHOUT_COMPARE_AND_SWAP -> aStoppedCoordinatorGoesOnAfterAChangeOfVoters(schedule);
            case DATA_THROWN_AWAY_BEFORE_THE_SYNC_IS_COMPLETE -> theMasterDiesWhileAllCopyFromIt(schedule);
        }
        schedule.pass(LONG_ENOUGH);
        schedule.healAll();
        schedule.coordinators().forEach(Coordinator::thaw);
        schedule.pass(LONG_ENOUGH);
        return schedule;
    }

    private static SimSettings settings(Wrong wrong) {
        return switch (wrong) {
            case PROMISE_NOT_PERSISTED -> THREE.with(Memory.LOG);
            case NO_JOINT_QUORUM -> SimSettings.of(4, Durability.QUORUM).withWriteQuorum(2);
            case TARGET_WITHOUT_COMPARE_AND_SWAP -> THREE.withCoordinators(2);
            case DATA_THROWN_AWAY_BEFORE_THE_SYNC_IS_COMPLETE ->
                THREE.withBacklog(600).withLinkTimeout(3_000);
            case ACK_AFTER_PROMISE,
                    CONTACT_EPOCH,
                    NOT_INTACT_VOTES_COUNT,
                    WRITE_QUORUM_OFF_BY_ONE,
                    ELECTION_QUORUM_OFF_BY_ONE,
                    NEW_DISK_VOTES_FOR_THE_OLD,
                    CHANGE_DONE_BEFORE_ITS_MARKER_IS_COMMITTED -> THREE;
        };
    }

    /// n-1 and n-2 have promised epoch 2; before anybody is promoted n-2 restarts, with all its data, and hears only
    /// the old master. If it has forgotten its promise, the two of them commit a write that n-1 never sees.
    private static void aPromiserRestartsBetweenPromiseAndPromotion(Schedule at) {
        at.cut(ZERO, ALPHA, ONE, TWO);
        at.atOnce(
                () -> at.hasPromised(ONE, 2) && at.hasPromised(TWO, 2),
                () -> at.coordinator(ALPHA).freeze());
        at.kill(TWO);
        at.heal(ZERO, TWO);
        at.pass(1_500);
        at.clientOf(ZERO).write();
        at.pass(500);
        at.coordinator(ALPHA).thaw();
    }

    /// A write is on its way when the master is cut off, and arrives at n-2 after that one has promised epoch 2, told
    /// what it holds, and not been chosen.
    private static void theOldMastersLastWriteReachesAPromiser(Schedule at) {
        Probe client = at.clientOf(ZERO);
        int write = client.write();
        at.atOnce(() -> at.node(ZERO).data().end().lastWrite() == write, () -> at.cut(ZERO, ALPHA, ONE, TWO));
        at.atOnce(
                () -> at.hasPromised(ONE, 2) && at.hasPromised(TWO, 2),
                () -> at.coordinator(ALPHA).freeze());
        at.heal(ZERO, TWO);
        at.pass(500);
        at.coordinator(ALPHA).thaw();
    }

    /// n-2 missed a write of epoch 1. It is told to follow n-1, master of epoch 2, cannot reach it, and n-1 dies.
    /// n-0 holds the write and has heard nothing of epoch 2.
    private static void aLaggardIsToldToFollowANewMasterThatDies(Schedule at) {
        at.writeWithout(ZERO, TWO);
        at.cut(ONE, TWO);
        at.cut(ZERO, ALPHA, ONE);
        at.until(() -> at.isMasterOf(ONE, 2));
        at.until(() -> at.node(TWO).membership().heartbeatAnswer().epoch() == 2);
        at.kill(ONE);
        at.healAll();
    }

    /// n-0 and n-1 hold a write. n-0 is cut off; n-1 is killed and comes back with nothing.
    private static void oneHolderForgetsAndTheOtherIsCutOff(Schedule at) {
        at.writeWithout(ZERO, TWO);
        at.cut(ZERO, ALPHA, ONE, TWO);
        at.kill(ONE);
    }

    /// The master writes while nobody else hears it.
    private static void theMasterIsCutOffWithItsLastWrites(Schedule at) {
        at.cut(ZERO, ONE, TWO);
        at.clientOf(ZERO).write();
        at.pass(500);
        at.cut(ZERO, ALPHA);
    }

    /// n-0 and n-1 hold a write. n-0 is killed and comes back with nothing, n-1 is cut off; n-2 answers.
    private static void onlyTheLaggardAnswers(Schedule at) {
        at.writeWithout(ZERO, TWO);
        at.cut(ONE, ALPHA, ZERO, TWO);
        at.kill(ZERO);
    }

    /// n-0 and n-1 hold a write. n-0 is cut off; n-1 comes back on an empty disk.
    private static void oneHolderLosesItsDiskAndTheOtherIsCutOff(Schedule at) {
        at.writeWithout(ZERO, TWO);
        at.cut(ZERO, ALPHA, ONE, TWO);
        at.loseDisk(ONE);
        at.until(() -> at.sim().cluster().process(ONE).isPresent());
        at.cut(ZERO, ONE);
    }

    /// Two of four commit a write, so three of four elect. A fifth voter is added: the master and it alone commit the
    /// marker and a write, then both are cut off before anybody has noticed.
    private static void theNewVoterIsTheOnlyOneThatHeard(Schedule at) {
        at.sim().wants(intent -> IntentChange.replicas(intent, 5));
        at.atOnce(() -> at.isMasterOf(ZERO, 2), () -> {
            at.coordinator(ALPHA).crash();
            at.cut(ZERO, ONE, TWO, THIRD);
        });
        Probe client = at.clientOf(ZERO);
        int write = client.write();
        at.until(() -> client.isDone(write));
        at.cut(ZERO, ALPHA, ONE, TWO, THIRD);
        at.cut(FOURTH, ALPHA, ONE, TWO, THIRD);
        at.coordinator(ALPHA).begin();
    }

    /// n-0 and n-2 hold a write. n-2 is scaled away; before the two that are left have committed that, n-0 dies.
    /// Of two voters one elects: n-1 must not be enough.
    private static void theRemovedVoterIsTheOnlyOneThatHeard(Schedule at) {
        at.writeWithout(ZERO, ONE);
        at.sim().wants(intent -> IntentChange.replicas(intent, 2));
        at.atOnce(() -> at.isMasterOf(ZERO, 2), () -> at.kill(ZERO));
        at.heal(ZERO, ONE);
    }

    /// alpha has gathered the promises of epoch 2 when it is stopped and cut off from the record. beta goes on: n-0 is
    /// master again, the set grows to five, and n-0, n-3 and n-4 commit a write. Then alpha goes on, where only n-1
    /// and n-2 answer.
    private static void aStoppedCoordinatorGoesOnAfterAChangeOfVoters(Schedule at) {
        at.cut(ZERO, ALPHA, ONE, TWO);
        at.atOnce(() -> at.hasPromised(ONE, 2) && at.hasPromised(TWO, 2), () -> {
            at.coordinator(ALPHA).freeze();
            at.sim().network().cut(Sim.API, ALPHA);
        });
        at.healAllBut(Sim.API, ALPHA);
        at.coordinator(BETA).thaw();
        at.settled();
        at.sim().wants(intent -> IntentChange.replicas(intent, 5));
        at.settled();
        at.writeWithout(ZERO, ONE, TWO);
        for (String cutOff : new String[] {ZERO, THIRD, FOURTH}) {
            at.cut(cutOff, ALPHA, BETA, ONE, TWO);
        }
        // Until nobody has a status any more that is fresh enough to put the record right.
        at.pass(2_500);
        at.coordinator(ALPHA).thaw();
        at.pass(100);
        at.sim().network().heal(Sim.API, ALPHA);
    }

    /// n-1 and n-2 have fallen so far behind that both need a whole copy. The master dies when both are at it.
    private static void theMasterDiesWhileAllCopyFromIt(Schedule at) {
        at.writeWithout(ZERO);
        at.coordinator(ALPHA).freeze();
        at.cut(ZERO, ONE, TWO);
        Probe client = at.clientOf(ZERO);
        for (int i = 0; i < 20; i++) {
            client.write();
        }
        at.pass(6_000);
        at.atOnce(
                () -> at.node(ONE).upstream().isCopying()
                        && at.node(TWO).upstream().isCopying(),
                () -> at.cut(ZERO, ALPHA, ONE, TWO),
                () -> at.heal(ZERO, ONE, TWO));
        at.coordinator(ALPHA).thaw();
    }
}
