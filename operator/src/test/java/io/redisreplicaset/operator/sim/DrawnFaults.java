package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.Effect;
import io.redisreplicaset.operator.topology.SetIntent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Everything that goes wrong in a run, and what users and rollouts do meanwhile, by chance.
final class DrawnFaults implements Faults {
    private static final Network.Weather STORM = new Network.Weather(VirtualTime.MS, 900 * VirtualTime.MS, 30, 20);

    private final Sim sim;
    private final FaultMix mix;
    private final SplittableRandom random;
    private Optional<NodeProcess> doomed = Optional.empty();
    private int effectsToLive;
    private int revision = 1;
    private boolean isOver;

    DrawnFaults(Sim sim, FaultMix mix, SplittableRandom random) {
        this.sim = sim;
        this.mix = mix;
        this.random = random;
    }

    void begin() {
        sim.network().weather(mix.weather());
        for (FaultMix.Kind kind : mix.meanMillis().keySet()) {
            again(kind);
        }
    }

    private void again(FaultMix.Kind kind) {
        double mean = mix.meanMillis().getOrDefault(kind, 1_000L);
        long wait = (long) (-Math.log(1 - random.nextDouble()) * mean) + 1;
        sim.time().after(wait * VirtualTime.MS, () -> {
            if (!isOver) {
                happen(kind);
                again(kind);
            }
        });
    }

    @Override
    public boolean killsBefore(NodeProcess process, Effect effect) {
        boolean isItsTime = !isOver && doomed.filter(process::equals).isPresent() && effectsToLive-- <= 0;
        if (isItsTime) {
            doomed = Optional.empty();
            process.tell("KILLED", "before", effect.getClass().getSimpleName());
        }
        return isItsTime;
    }

    /// Nothing more happens, and all that can be mended is.
    void end() {
        isOver = true;
        sim.trace().add("-", "END", "of all faults");
        sim.network().healAll();
        sim.network().weather(new Network.Weather(VirtualTime.MS, 3 * VirtualTime.MS, 0, 0));
        sim.cluster().processes().forEach(process -> process.pod().thaw());
        for (Coordinator coordinator : sim.coordinators()) {
            coordinator.thaw();
            if (!coordinator.isAlive()) {
                coordinator.begin();
            }
        }
    }

    // -------------------------------------------------------------- kinds

    private void happen(FaultMix.Kind kind) {
        switch (kind) {
            case CUT_NODE, CUT_ONE_WAY, CUT_PAIR -> anyProcess().ifPresent(process -> cut(kind, process));
            case CUT_COORDINATOR -> cutCoordinator();
            case CUT_API -> cutApi();
            case KILL, VANISH, KILL_IN_A_TURN, LOSE_DISK, ORPHAN -> victim().ifPresent(process -> hurt(kind, process));
            case DRAIN ->
                victim().ifPresent(process -> {
                    sim.trace().add(process.name(), "DRAIN");
                    sim.cluster().delete(process.name());
                });
            case FREEZE -> anyProcess().ifPresent(this::freeze);
            case FREEZE_COORDINATOR -> freezeCoordinator();
            case CRASH_COORDINATOR -> crashCoordinator();
            case STORM -> storm();
            case SWITCHOVER -> switchover();
            case SCALE -> scale();
            case UPDATE -> update();
            case SAVE ->
                anyProcess()
                        .ifPresent(process ->
                                process.pod().disk().save(process.data().save()));
        }
    }

    private long duration() {
        double mean = 2.0 * sim.settings().detectionMillis();
        long millis = (long) (-Math.log(1 - random.nextDouble()) * mean);
        return (millis + 1) * VirtualTime.MS;
    }

    private <T> Optional<T> any(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private Optional<NodeProcess> anyProcess() {
        // Half of the time the master, or nearly all faults would hit those where they teach little.
        List<NodeProcess> all = sim.cluster().processes();
        List<NodeProcess> masters = all.stream().filter(NodeProcess::isMaster).toList();
        return random.nextBoolean() && !masters.isEmpty() ? any(masters) : any(all);
    }

    /// Somebody to be hurt, unless too many are already.
    private Optional<NodeProcess> victim() {
        return mix.isGentle() && new Prospects(sim).hurt() >= new Prospects(sim).bearable()
                ? Optional.empty()
                : anyProcess();
    }

    private void hurt(FaultMix.Kind kind, NodeProcess process) {
        Pod pod = process.pod();
        if (kind == FaultMix.Kind.KILL_IN_A_TURN) {
            doomed = Optional.of(process);
            effectsToLive = random.nextInt(4);
            return;
        }
        sim.trace().add(process.name(), kind.name());
        boolean closes = kind != FaultMix.Kind.VANISH && random.nextInt(4) > 0;
        if (kind == FaultMix.Kind.ORPHAN) {
            sim.cluster().orphan(pod);
        } else if (kind == FaultMix.Kind.LOSE_DISK) {
            sim.cluster().destroy(pod, closes);
        } else {
            sim.cluster().kill(pod, closes);
        }
    }

    private void freeze(NodeProcess process) {
        sim.trace().add(process.name(), "FREEZE");
        process.pod().freeze();
        sim.time().after(duration(), () -> process.pod().thaw());
    }

    // -------------------------------------------------------------- the network

    private List<String> hostsBut(String host) {
        List<String> hosts = new ArrayList<>();
        for (NodeProcess process : sim.cluster().processes()) {
            hosts.add(process.pod().host());
        }
        sim.coordinators().forEach(coordinator -> hosts.add(coordinator.name()));
        hosts.remove(host);
        return hosts;
    }

    private void cut(FaultMix.Kind kind, NodeProcess process) {
        String host = process.pod().host();
        List<String> others = hostsBut(host);
        if (kind == FaultMix.Kind.CUT_PAIR && !others.isEmpty()) {
            others = List.of(others.get(random.nextInt(others.size())));
        } else {
            others.removeIf(_ -> random.nextInt(4) == 0);
        }
        boolean isOneWay = kind == FaultMix.Kind.CUT_ONE_WAY;
        boolean isOutward = random.nextBoolean();
        sim.trace().add(process.name(), kind.name(), host, isOneWay ? (isOutward ? "->" : "<-") : "<->", others);
        List<String> cutOff = List.copyOf(others);
        for (String other : cutOff) {
            if (!isOneWay || isOutward) {
                sim.network().cut(host, other);
            }
            if (!isOneWay || !isOutward) {
                sim.network().cut(other, host);
            }
        }
        sim.time().after(duration(), () -> cutOff.forEach(other -> sim.network().healBothWays(host, other)));
    }

    private void cutCoordinator() {
        any(sim.coordinators()).ifPresent(coordinator -> {
            List<String> others = hostsBut(coordinator.name());
            others.removeIf(_ -> random.nextBoolean());
            sim.trace().add(coordinator.name(), "CUT", others);
            others.forEach(other -> sim.network().cutBothWays(coordinator.name(), other));
            sim.time()
                    .after(
                            duration(),
                            () -> others.forEach(other -> sim.network().healBothWays(coordinator.name(), other)));
        });
    }

    private void cutApi() {
        any(sim.coordinators()).ifPresent(coordinator -> {
            sim.trace().add(coordinator.name(), "CUT", Sim.API);
            sim.network().cutBothWays(coordinator.name(), Sim.API);
            sim.time().after(duration(), () -> sim.network().healBothWays(coordinator.name(), Sim.API));
        });
    }

    private void storm() {
        sim.trace().add("-", "STORM");
        sim.network().weather(STORM);
        sim.time().after(duration(), () -> {
            if (!isOver) {
                sim.network().weather(mix.weather());
            }
        });
    }

    // -------------------------------------------------------------- coordinators and users

    private void freezeCoordinator() {
        any(sim.coordinators()).filter(Coordinator::isAlive).ifPresent(coordinator -> {
            sim.trace().add(coordinator.name(), "FREEZE");
            coordinator.freeze();
            sim.time().after(2 * duration(), coordinator::thaw);
        });
    }

    private void crashCoordinator() {
        any(sim.coordinators()).filter(Coordinator::isAlive).ifPresent(coordinator -> {
            coordinator.crash();
            sim.time().after(duration(), () -> {
                if (!coordinator.isAlive()) {
                    coordinator.begin();
                }
            });
        });
    }

    private void switchover() {
        Optional<String> target = random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(sim.intent().name(random.nextInt(sim.intent().replicas())));
        sim.trace().add("-", "WANTS", "switchover to", target.orElse("nobody"));
        sim.wants(intent -> IntentChange.switchover(intent, target));
    }

    private void scale() {
        int few = Math.max(1, sim.settings().replicas() - (sim.settings().holdsReplies() ? 0 : 1));
        int replicas = random.nextBoolean() ? few : sim.settings().replicas() + random.nextInt(3);
        sim.trace().add("-", "WANTS", replicas, "replicas");
        sim.wants(intent -> IntentChange.replicas(intent, replicas));
    }

    private void update() {
        String next = "r" + ++revision;
        sim.trace().add("-", "WANTS", "revision", next);
        sim.wants((SetIntent intent) -> IntentChange.revision(intent, next));
    }
}
