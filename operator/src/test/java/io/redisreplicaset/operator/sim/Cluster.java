package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetIntent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pods: made and deleted by name, started again by their machine, and shown to the coordinators a little
/// late.
final class Cluster {
    /// What the API server shows of a pod.
    record PodView(
            String name,
            String host,
            Address address,
            boolean isDeleting,
            boolean isReady,
            String revision,
            Optional<NodeRole> label) {}

    /// All pods, and what the user wants, at one moment.
    record View(long version, List<PodView> pods, SetIntent intent) {
        View {
            pods = List.copyOf(pods);
        }
    }

    private static final long PROBE_PERIOD = VirtualTime.SECOND;

    private final Sim sim;
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, Pod> byHost = new LinkedHashMap<>();
    private final Map<String, Disk> keptDisks = new HashMap<>();
    private final Map<String, String> lastNodeIds = new HashMap<>();
    private int hosts;
    private long version;

    Cluster(Sim sim) {
        this.sim = sim;
    }

    void begin() {
        sim.time().after(PROBE_PERIOD, this::probe);
    }

    Collection<Pod> pods() {
        return pods.values();
    }

    Optional<Pod> pod(String name) {
        return Optional.ofNullable(pods.get(name));
    }

    /// Those whose process lives, forgotten ones too.
    List<NodeProcess> processes() {
        List<NodeProcess> alive = new ArrayList<>();
        for (Pod pod : byHost.values()) {
            pod.process().ifPresent(alive::add);
        }
        return alive;
    }

    Optional<NodeProcess> processAt(String host) {
        return Optional.ofNullable(byHost.get(host)).flatMap(Pod::process);
    }

    Optional<NodeProcess> process(String name) {
        return pod(name).flatMap(Pod::process);
    }

    View view() {
        List<PodView> views = pods.values().stream()
                .map(pod -> new PodView(
                        pod.name(),
                        pod.host(),
                        pod.address(),
                        pod.isDeleting(),
                        pod.isReady(),
                        pod.revision(),
                        pod.label()))
                .toList();
        return new View(version, views, sim.intent());
    }

    /// Shows all coordinators what is so now.
    void changed() {
        version++;
        sim.show(view());
    }

    // ------------------------------------------------------------------ what coordinators ask for

    void create(String name, String revision) {
        if (pods.containsKey(name)) {
            return;
        }
        Optional<Disk> kept = Optional.ofNullable(keptDisks.remove(name));
        Disk disk = kept.orElseGet(Disk::new);
        Optional<String> before = kept.isPresent() ? Optional.empty() : Optional.ofNullable(lastNodeIds.get(name));
        Pod pod = new Pod(name, "h" + ++hosts, revision, disk, before);
        pods.put(name, pod);
        byHost.put(pod.host(), pod);
        sim.trace().add(name, "created", pod.host(), kept.isPresent() ? "on its old disk" : "on a new disk");
        changed();
        start(pod, sim.startNanos());
    }

    /// Asks it to end in good order.
    void delete(String name) {
        pod(name).filter(pod -> !pod.isDeleting()).ifPresent(pod -> {
            pod.isToBeDeleted();
            sim.trace().add(name, "deleted");
            changed();
            pod.process()
                    .ifPresentOrElse(
                            NodeProcess::terminate,
                            () -> remove(pod, sim.settings().persistent()));
            long grace = (sim.settings().shutdownMillis() + 5_000) * VirtualTime.MS;
            sim.time().after(grace, () -> {
                if (!pod.isGone()) {
                    pod.process().ifPresent(process -> process.die(true));
                    remove(pod, sim.settings().persistent());
                }
            });
        });
    }

    void label(String name, NodeRole role) {
        pod(name).ifPresent(pod -> {
            if (!pod.label().equals(Optional.of(role))) {
                pod.label(role);
                sim.trace().add(name, "label", role.word());
                changed();
            }
        });
    }

    // ------------------------------------------------------------------ what becomes of pods

    private void start(Pod pod, long delay) {
        sim.time().after(delay, () -> {
            if (!pod.isGone() && !pod.isDeleting() && pod.process().isEmpty()) {
                sim.network().comesUp(pod.host());
                NodeProcess process = NodeProcess.start(sim, pod);
                sim.trace()
                        .add(
                                pod.name(),
                                "started",
                                process.data().end(),
                                "promised",
                                pod.disk().promisedEpoch());
            }
        });
    }

    /// The name is free again.
    ///
    /// @param keepsDisk the next pod of that name gets the same
    private void remove(Pod pod, boolean keepsDisk) {
        if (pod.isGone()) {
            return;
        }
        pod.isForgotten();
        pods.remove(pod.name());
        if (keepsDisk) {
            keptDisks.put(pod.name(), pod.disk());
        } else {
            lastNodeIds.put(pod.name(), pod.disk().nodeId());
        }
        changed();
    }

    private void probe() {
        boolean isNews = false;
        for (Pod pod : List.copyOf(pods.values())) {
            isNews |= pod.ready(pod.process().isPresent() && !pod.isFrozen());
            if (pod.process().isEmpty()) {
                if (pod.isDeleting()) {
                    remove(pod, sim.settings().persistent());
                } else {
                    start(pod, sim.startNanos());
                }
            }
        }
        if (isNews) {
            changed();
        }
        sim.time().after(PROBE_PERIOD, this::probe);
    }

    // ------------------------------------------------------------------ faults

    /// The process is gone; its machine starts another one on the same disk.
    void kill(Pod pod, boolean closesConnections) {
        end(pod, closesConnections);
        start(pod, sim.startNanos());
    }

    /// The pod and its disk are gone.
    void destroy(Pod pod, boolean closesConnections) {
        end(pod, closesConnections);
        remove(pod, false);
    }

    private void end(Pod pod, boolean closesConnections) {
        pod.process().ifPresent(process -> process.die(closesConnections));
        if (!closesConnections) {
            sim.network().goesDown(pod.host());
        }
    }

    /// The cluster forgets the pod, while its process lives on somewhere, on a disk that nobody will see again.
    void orphan(Pod pod) {
        remove(pod, false);
    }
}
