package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.coordinator.RuntimeNode;
import io.redisreplicaset.operator.coordinator.SetRuntime;
import io.redisreplicaset.operator.desired.NodeCommand;
import io.redisreplicaset.operator.desired.PodRevision;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.local.StateFile.State;
import io.redisreplicaset.operator.resource.ConditionReport;
import io.redisreplicaset.operator.resource.IntentReader;
import io.redisreplicaset.operator.resource.RecordInStatus;
import io.redisreplicaset.operator.resource.StatusReport;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A set whose nodes are processes of this machine. Any thread may call.
final class LocalSet implements SetRuntime {
    static final String HOST = "127.0.0.1";

    private final LocalOptions options;
    private final LocalFolder folder;
    private final StateFile state;
    private final InstantSource clock;
    private final Consumer<Action.Emit> events;
    private final Fronts fronts;
    private volatile Runnable news = () -> {};
    private final Map<String, NodeProcess> nodes = new ConcurrentHashMap<>();
    private final Map<String, NodeRole> labels = new ConcurrentHashMap<>();
    private final ReentrantLock leading = new ReentrantLock();
    private volatile RedisReplicaSet set;
    private boolean mayCreate = true;

    /// The two ports that lead to whoever carries a label.
    record Fronts(FrontPort master, FrontPort replicas) {}

    LocalSet(
            LocalOptions options,
            RedisReplicaSet set,
            LocalFolder folder,
            StateFile state,
            InstantSource clock,
            Fronts fronts,
            Consumer<Action.Emit> events) {
        this.options = options;
        this.set = set;
        this.folder = folder;
        this.state = state;
        this.clock = clock;
        this.fronts = fronts;
        this.events = events;
    }

    /// @param listener told when a process came, went, or changed its readiness, and when the spec changed
    void whenChanged(Runnable listener) {
        news = listener;
    }

    /// From here on this is wanted.
    void apply(RedisReplicaSet wanted) {
        set = wanted;
        news.run();
    }

    /// The resource as an API server would show it.
    RedisReplicaSet resource() {
        RedisReplicaSet shown = new RedisReplicaSet();
        State now = state.state();
        shown.setMetadata(set.getMetadata());
        shown.getMetadata().setUid(now.setId());
        shown.getMetadata().setCreationTimestamp(now.createdAt().toString());
        shown.setSpec(set.getSpec());
        shown.setStatus(now.status());
        return shown;
    }

    /// What was so in the run before is so no more; what the set remembers of its epochs stays.
    void begin() {
        State now = state.state();
        replaceStatus(
                now,
                now.status().toBuilder()
                        .phase(Phase.CREATING)
                        .phaseReason("its processes are being started")
                        .replicas(0)
                        .readyReplicas(0)
                        .updatedReplicas(0)
                        .nodes(List.of())
                        .build());
    }

    /// The user wants it left alone.
    boolean isPaused() {
        return set.getSpec().paused();
    }

    /// What can be told of a set that nobody looks after.
    void reportPaused() {
        State now = state.state();
        Instant instant = clock.instant();
        long generation = set.getMetadata().getGeneration();
        replaceStatus(
                now,
                now.status().toBuilder()
                        .observedGeneration(generation)
                        .phase(Phase.PAUSED)
                        .phaseReason("spec.paused is true")
                        .condition(ConditionReport.accepted(instant, generation))
                        .condition(ConditionReport.paused(true, instant, generation))
                        .build());
    }

    List<NodeProcess> processes() {
        return List.copyOf(nodes.values());
    }

    Optional<String> label(String node) {
        return Optional.ofNullable(labels.get(node)).map(NodeRole::word);
    }

    /// The nodes in columns.
    List<String> nodeLines() {
        return SetColumns.nodes(
                resource(),
                name -> nodes.containsKey(name) ? nodes.get(name).command().port() : 0,
                name -> nodes.containsKey(name) ? nodes.get(name).pid() : 0);
    }

    @Override
    public String setId() {
        return state.state().setId();
    }

    @Override
    public Optional<String> password() {
        return Optional.empty();
    }

    @Override
    public SetIntent intent() {
        SetIntent intent = IntentReader.intent(resource(), PodRevision.of(set.getSpec()));
        // A folder outlives its process, whatever the spec says about volumes.
        return new SetIntent(
                intent.setName(),
                intent.replicas(),
                intent.durability(),
                intent.writeQuorum(),
                intent.topology(),
                intent.detectionTimeout(),
                true,
                intent.failoverEnabled(),
                intent.revision(),
                intent.switchoverTo(),
                intent.allowDataLoss());
    }

    @Override
    public SetRecord record() {
        State now = state.state();
        return RecordInStatus.read(String.valueOf(now.version()), now.status());
    }

    @Override
    public Optional<SetRecord> save(String expectedVersion, SetRecord record, FailoverStep step) {
        RedisReplicaSetStatus next = RecordInStatus.write(state.state().status(), record, clock.instant())
                .phase(step.phase())
                .phaseReason(step.phaseReason())
                .build();
        boolean isSaved = state.replace(Long.parseLong(expectedVersion), next);
        return isSaved ? Optional.of(record()) : Optional.empty();
    }

    @Override
    public void report(Sight sight, FailoverStep step) {
        State now = state.state();
        replaceStatus(
                now,
                StatusReport.of(
                        now.status(),
                        sight,
                        step,
                        set.getMetadata().getGeneration(),
                        "redisreplicaset.io/set=" + setName()));
    }

    private void replaceStatus(State now, RedisReplicaSetStatus next) {
        if (!next.equals(now.status())) {
            boolean _ = state.replace(now.version(), next);
        }
    }

    private String setName() {
        return set.getMetadata().getName();
    }

    @Override
    public List<RuntimeNode> nodes() {
        List<RuntimeNode> present = new ArrayList<>();
        for (NodeProcess node : processes()) {
            if (node.isGone()) {
                nodes.remove(node.command().name(), node);
                labels.remove(node.command().name());
                leadClients();
            } else {
                present.add(describe(node));
            }
        }
        return present;
    }

    private RuntimeNode describe(NodeProcess node) {
        String name = node.command().name();
        return new RuntimeNode(
                name,
                Optional.of(new Address(HOST, node.command().port())),
                node.isDeleting(),
                node.isReady(),
                node.incarnation(),
                node.command().revision(),
                Optional.ofNullable(labels.get(name)));
    }

    @Override
    public void label(String node, NodeRole role) {
        if (nodes.containsKey(node)) {
            labels.put(node, role);
            leadClients();
        }
    }

    /// Leads the ports to who carries the labels. A replica must also be ready, as in a Service.
    void leadClients() {
        // One after another: what was seen earlier must not be carried out later.
        leading.lock();
        try {
            fronts.master().leadTo(portsOf(NodeRole.MASTER, false));
            fronts.replicas().leadTo(portsOf(NodeRole.REPLICA, true));
        } finally {
            leading.unlock();
        }
    }

    private List<Integer> portsOf(NodeRole role, boolean onlyReady) {
        return nodes.values().stream()
                .filter(node -> labels.get(node.command().name()) == role)
                .filter(node -> !onlyReady || node.isReady())
                .map(node -> node.command().port())
                .sorted()
                .toList();
    }

    @Override
    public synchronized void create(String node, String revision) {
        if (!mayCreate || nodes.containsKey(node)) {
            return;
        }
        NodeProcess process = new NodeProcess(command(node, revision), this::complain, this::hear);
        nodes.put(node, process);
        process.start();
        news.run();
    }

    /// From here on what is asked for comes too late.
    synchronized void createNoMore() {
        mayCreate = false;
    }

    private void hear() {
        leadClients();
        news.run();
    }

    private void complain(String sentence) {
        tell(Action.emit(Reason.NODE_FAILED, sentence));
    }

    private NodeProcess.Command command(String node, String revision) {
        int ordinal = SetIntent.ordinalOf(node);
        List<String> words = new ArrayList<>(List.of(options.nodeProgram().toString()));
        words.addAll(NodeCommand.arguments(
                resource(),
                ordinal,
                new NodeCommand.Place(
                        options.nodePort(ordinal),
                        options.adminPort(ordinal),
                        folder.disk(node).toString(),
                        true)));
        words.addAll(List.of("--bind", HOST, "--admin-bind", HOST, "--exit-when-stdin-closes", "yes"));
        return new NodeProcess.Command(
                node,
                words,
                folder.disk(node),
                folder.log(node),
                options.nodePort(ordinal),
                options.adminPort(ordinal),
                revision);
    }

    @Override
    public void delete(String node, String why) {
        NodeProcess process = nodes.get(node);
        if (process != null) {
            process.delete(Duration.ofSeconds(set.getSpec().terminationGracePeriodSeconds()));
            news.run();
        }
    }

    @Override
    public void tell(Action.Emit event) {
        events.accept(event);
    }
}
