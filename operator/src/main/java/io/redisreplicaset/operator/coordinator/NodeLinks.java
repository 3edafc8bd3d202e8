package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The links to all nodes of one set that have an address.
final class NodeLinks implements SetView.Answers, AutoCloseable {
    private static final Duration SHORTEST_POLL = Duration.ofMillis(50);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    private final Map<String, NodeLink> links = new ConcurrentHashMap<>();
    private final SetRuntime runtime;
    private final InstantSource clock;
    private final Runnable news;
    private boolean isClosed;

    NodeLinks(SetRuntime runtime, InstantSource clock, Runnable news) {
        this.runtime = runtime;
        this.clock = clock;
        this.news = news;
    }

    /// Opens links to nodes that are new, or have moved, and closes those of nodes that are gone.
    synchronized void keep(List<RuntimeNode> nodes) {
        if (isClosed) {
            return;
        }
        Set<String> present = nodes.stream()
                .filter(node -> node.address().isPresent())
                .map(RuntimeNode::name)
                .collect(Collectors.toSet());
        for (NodeLink link : List.copyOf(links.values())) {
            if (!present.contains(link.name())) {
                drop(link);
            }
        }
        for (RuntimeNode node : nodes) {
            node.address().ifPresent(address -> keep(node.name(), address));
        }
    }

    private void keep(String name, Address address) {
        NodeLink present = links.get(name);
        if (present != null && present.address().equals(address)) {
            return;
        }
        if (present != null) {
            drop(present);
        }
        NodeLink link = new NodeLink(name, address, runtime, poll(), clock, news);
        links.put(name, link);
        link.start();
    }

    private void drop(NodeLink link) {
        links.remove(link.name());
        link.close();
    }

    /// Four times within the detection timeout: a status that old is not acted upon.
    private Duration poll() {
        Duration quarter = runtime.intent().detectionTimeout().dividedBy(4);
        if (quarter.compareTo(SHORTEST_POLL) < 0) {
            return SHORTEST_POLL;
        }
        return quarter.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : quarter;
    }

    /// Whether each node has answered once, or failed to.
    boolean wereAllAsked() {
        return links.values().stream().allMatch(NodeLink::wasAsked);
    }

    Optional<NodeLink> link(String name) {
        return Optional.ofNullable(links.get(name));
    }

    @Override
    public Fact<NodeStatus> status(String name) {
        NodeLink link = links.get(name);
        return link == null ? new Fact.Unknown<>("it has no address", clock.instant()) : link.status();
    }

    @Override
    public Optional<Refusal> refusal(String name) {
        return link(name).flatMap(NodeLink::refusal);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        List.copyOf(links.values()).forEach(this::drop);
    }
}
