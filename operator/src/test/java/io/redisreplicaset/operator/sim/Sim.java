package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// One simulated set with all around it: network, pods, record store, coordinators and users. A seed and its
/// settings determine everything that happens in it.
final class Sim {
    static final String SET_ID = "set";
    static final String API = "api";
    private static final long GLANCE = 50 * VirtualTime.MS;

    /// Something to be done as soon as something is so.
    private record Trap(BooleanSupplier isSo, Runnable then) {}

    private final SimSettings settings;
    private final Mutation mutation;
    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private final Trace trace = new Trace(time);
    private final Network network;
    private final Store store;
    private final Cluster cluster;
    private final Rules rules;
    private final List<Coordinator> coordinators = new ArrayList<>();
    private final List<User> users = new ArrayList<>();
    private final Map<String, String> lastEvents = new HashMap<>();
    private final Map<Reason, Integer> events = new EnumMap<>(Reason.class);
    private final List<Trap> traps = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private SetIntent intent;
    private Duration clockSkew = Duration.ZERO;
    private boolean isCalm = true;
    private boolean pingsAreOn = true;
    private long steps;
    private int ids;
    private int writes;

    Sim(SimSettings settings, Mutation mutation, SplittableRandom random) {
        this.settings = settings;
        this.mutation = mutation;
        this.random = random;
        this.network = new Network(time, random.split());
        this.store = new Store(this);
        this.cluster = new Cluster(this);
        this.rules = new Rules(this);
        this.intent = settings.intent();
    }

    /// What all clocks are off by: nothing may depend on it.
    void clocksAreOffBy(Duration skew) {
        clockSkew = skew;
    }

    /// Latencies, delays and sizes are drawn, and not always the least.
    void isNotCalm() {
        isCalm = false;
    }

    void faults(Faults drawn) {
        faults = drawn;
    }

    void begin(int userCount) {
        String[] names = {"alpha", "beta"};
        for (int i = 0; i < settings.coordinators(); i++) {
            coordinators.add(new Coordinator(this, names[i], clockSkew.multipliedBy(i + 1)));
        }
        cluster.begin();
        coordinators.forEach(Coordinator::begin);
        for (int i = 1; i <= userCount; i++) {
            User user = new User(this, "user-" + i, random.split());
            users.add(user);
            user.begin();
        }
    }

    // ------------------------------------------------------------------ running

    /// One event, and what waited for what it brought about.
    void step() {
        steps++;
        time.runNext();
        for (Trap trap : List.copyOf(traps)) {
            if (trap.isSo().getAsBoolean()) {
                traps.remove(trap);
                trap.then().run();
            }
        }
    }

    long steps() {
        return steps;
    }

    void runFor(long nanos) {
        long end = time.now() + nanos;
        while (time.nextAt() <= end) {
            step();
        }
        time.idleUntil(end);
    }

    /// Looks now and then whether something has come about.
    ///
    /// @return whether it did in time
    boolean runUntil(BooleanSupplier isSo, long atMostNanos) {
        long end = time.now() + atMostNanos;
        while (!isSo.getAsBoolean()) {
            if (time.now() >= end) {
                return false;
            }
            runFor(GLANCE);
        }
        return true;
    }

    /// Does something once, right after the event that makes it so.
    void when(BooleanSupplier isSo, Runnable then) {
        traps.add(new Trap(isSo, then));
    }

    // ------------------------------------------------------------------ parts

    SimSettings settings() {
        return settings;
    }

    Mutation mutation() {
        return mutation;
    }

    VirtualTime time() {
        return time;
    }

    Trace trace() {
        return trace;
    }

    Network network() {
        return network;
    }

    Store store() {
        return store;
    }

    Cluster cluster() {
        return cluster;
    }

    Rules rules() {
        return rules;
    }

    Faults faults() {
        return faults;
    }

    List<Coordinator> coordinators() {
        return coordinators;
    }

    List<User> users() {
        return users;
    }

    SetIntent intent() {
        return intent;
    }

    /// The user wants something else of the set.
    void wants(UnaryOperator<SetIntent> change) {
        intent = change.apply(intent);
        cluster.changed();
    }

    boolean pingsAreOn() {
        return pingsAreOn;
    }

    void pingsAreOff() {
        pingsAreOn = false;
    }

    // ------------------------------------------------------------------ chance

    /// 40 hex digits that nobody else has; the first one says of what.
    String freshId(char kind) {
        return kind + String.format("%039x", ++ids);
    }

    int freshWrite() {
        return ++writes;
    }

    int writeBytes() {
        return isCalm ? 40 : 30 + random.nextInt(40);
    }

    long snapshotNanos() {
        return isCalm ? 5 * VirtualTime.MS : random.nextLong(800 * VirtualTime.MS);
    }

    long startNanos() {
        return isCalm ? 300 * VirtualTime.MS : random.nextLong(50, 1_500) * VirtualTime.MS;
    }

    /// Between a coordinator's decision and its deed.
    long handNanos() {
        return isCalm ? 0 : random.nextLong(2 * VirtualTime.MS);
    }

    /// A process's monotonic clock begins anywhere.
    long nodeClockOffset() {
        return clockSkew.toNanos() / 3 + (ids % 17) * VirtualTime.SECOND;
    }

    // ------------------------------------------------------------------ news

    /// How often coordinators told of what.
    Map<Reason, Integer> events() {
        return events;
    }

    void show(SetRecord record) {
        coordinators.stream()
                .filter(Coordinator::isAlive)
                .forEach(coordinator -> coordinator.learnLater(coordinator.incarnation(), record));
    }

    void show(Cluster.View view) {
        coordinators.stream()
                .filter(Coordinator::isAlive)
                .forEach(coordinator -> coordinator.learnLater(coordinator.incarnation(), view));
    }

    /// A node tells those who watch it that something has changed.
    void notifyWatchers(NodeProcess node, String event) {
        trace.add(node.name(), "tells", event);
        for (Coordinator coordinator : coordinators) {
            network.datagram(node.pod().host(), coordinator.name(), () -> coordinator.nudge(node.name()));
        }
    }

    void emitted(Coordinator by, Reason reason, String message) {
        events.merge(reason, 1, Integer::sum);
        String words = reason.word() + ": " + message;
        if (!words.equals(lastEvents.put(by.name() + reason, words))) {
            trace.add(by.name(), "event", words);
        }
    }

    void saved(Coordinator by, Action.SaveRecord save, boolean isTaken) {
        SetRecord record = save.record();
        trace.add(
                by.name(),
                isTaken ? "writes" : "conflicts",
                "epoch",
                record.epoch(),
                record.attempt()
                        .map(open -> open.kind().words() + " " + open.stage() + " "
                                + open.target().map(target -> target.name()).orElse(""))
                        .orElse("at rest"),
                record.config().voters().stream().map(voter -> voter.name()).toList(),
                record.unfinished()
                        .map(group -> "and "
                                + group.voters().stream()
                                        .map(voter -> voter.name())
                                        .toList())
                        .orElse(""));
    }
}
