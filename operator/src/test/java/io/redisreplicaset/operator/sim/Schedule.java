package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A set on a calm network, and what happens to it, written down step by step.
///
/// A step never depends on whether the set does right: the same schedule is to be carried out with a mistake and
/// without.
final class Schedule {
    private static final long PATIENCE = 60 * VirtualTime.SECOND;

    private final Sim sim;

    Schedule(SimSettings settings, Mutation mutation) {
        sim = new Sim(settings, mutation, new SplittableRandom(1));
    }

    Sim sim() {
        return sim;
    }

    /// The set begins, and is whole. Of several coordinators only the first has had a hand in it; the others stand
    /// still.
    Schedule begun() {
        sim.begin(0);
        sim.coordinators().stream().skip(1).forEach(Coordinator::freeze);
        settled();
        return this;
    }

    /// @throws IllegalStateException where the set does not become what the schedule needs
    void settled() {
        Wholeness whole = new Wholeness(sim);
        until(whole::is);
    }

    void until(BooleanSupplier isSo) {
        if (!sim.runUntil(isSo, PATIENCE)) {
            throw new IllegalStateException("the schedule does not come about; " + new Wholeness(sim).missing() + "\n"
                    + sim.trace().tail());
        }
    }

    /// As [#until], but right after the event that makes it so, with no time in between.
    void atOnce(BooleanSupplier isSo, Runnable then) {
        atOnce(isSo, then, () -> {});
    }

    /// @param cause what makes it so; done when it is already waited for
    void atOnce(BooleanSupplier isSo, Runnable then, Runnable cause) {
        boolean[] hasHappened = {false};
        sim.when(isSo, () -> {
            then.run();
            hasHappened[0] = true;
        });
        cause.run();
        until(() -> hasHappened[0]);
    }

    void pass(long millis) {
        sim.runFor(millis * VirtualTime.MS);
    }

    // ------------------------------------------------------------------ parts

    Pod pod(String name) {
        return sim.cluster().pod(name).orElseThrow();
    }

    NodeProcess node(String name) {
        return sim.cluster().process(name).orElseThrow();
    }

    Coordinator coordinator(String name) {
        return sim.coordinators().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Probe clientOf(String node) {
        Probe probe = new Probe(sim, pod(node));
        pass(5);
        return probe;
    }

    boolean isAt(Stage stage) {
        return sim.store()
                .record()
                .attempt()
                .map(Attempt::stage)
                .filter(stage::equals)
                .isPresent();
    }

    /// As far as the process knows.
    boolean hasPromised(String node, long epoch) {
        return node(node).membership().heartbeatAnswer().promisedEpoch() >= epoch;
    }

    boolean isMasterOf(String node, long epoch) {
        return sim.cluster()
                .process(node)
                .filter(process -> process.isMaster() && process.data().end().epoch() == epoch)
                .isPresent();
    }

    // ------------------------------------------------------------------ faults

    /// A node is named by its name, a coordinator and the API server by theirs.
    private String host(String name) {
        return sim.cluster().pod(name).map(Pod::host).orElse(name);
    }

    void cut(String one, String... others) {
        Stream.of(others).forEach(other -> sim.network().cutBothWays(host(one), host(other)));
    }

    void heal(String one, String... others) {
        Stream.of(others).forEach(other -> sim.network().healBothWays(host(one), host(other)));
    }

    void healAll() {
        sim.network().healAll();
    }

    /// @param from what comes from there stays cut off from `to`
    void healAllBut(String from, String to) {
        sim.network().healAll();
        sim.network().cut(from, to);
    }

    /// The process ends without having saved anything, and is started again.
    void kill(String node) {
        sim.trace().add(node, "KILL");
        sim.cluster().kill(pod(node), true);
    }

    void loseDisk(String node) {
        sim.trace().add(node, "LOSE_DISK");
        sim.cluster().destroy(pod(node), true);
    }

    /// A write that `node` answers for, while those in `without` do not get it.
    void writeWithout(String node, String... without) {
        cut(node, without);
        Probe probe = clientOf(node);
        int write = probe.write();
        until(() -> probe.isDone(write));
    }

    List<Coordinator> coordinators() {
        return sim.coordinators();
    }
}
