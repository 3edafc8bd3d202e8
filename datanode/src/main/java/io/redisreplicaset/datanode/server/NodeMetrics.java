package io.redisreplicaset.datanode.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.redisreplicaset.datanode.engine.NodeView;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The node's metrics in Prometheus's text form. Names begin with `rrs_node_`; all come from the owner's last
/// [NodeView].
final class NodeMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<NodeView> view;

    @SuppressWarnings("resource") // lives as long as the process
    NodeMetrics(Supplier<NodeView> view) {
        this.view = view;
        gauge("rrs.node.ready", "1 where the node may be sent clients.", v -> truth(v.isReady()));
        gauge("rrs.node.master", "1 on a master.", v -> truth(v.role().equals("master")));
        gauge("rrs.node.writes.open", "1 where a client's write would be taken.", v -> truth(v.writesOpen()));
        gauge("rrs.node.intact", "1 where the node provably holds all that it ever acked.", v -> truth(v.isIntact()));
        gauge("rrs.node.loading", "1 while a snapshot is being read.", v -> truth(v.isLoading()));
        gauge("rrs.node.keys", "Keys in all databases.", NodeView::keys);
        gauge("rrs.node.clients", "Connected clients, replicas not counted.", NodeView::clients);
        gauge("rrs.node.replicas", "Attached replicas.", NodeView::replicas);
        gauge("rrs.node.epoch", "Epoch of the mastership that the node serves in.", NodeView::epoch);
        gauge("rrs.node.promised.epoch", "Highest epoch that the node has promised.", NodeView::promisedEpoch);
        gauge("rrs.node.replication.offset.bytes", "Bytes of history that the node holds.", NodeView::offset);
        gauge(
                "rrs.node.replication.link.down.seconds",
                "Seconds since the link to the upstream was up; 0 where it is up or there is none.",
                v -> Math.max(0, v.linkDownMillis()) / 1000.0);
        gauge("rrs.node.replication.backlog.bytes", "Memory of the replication backlog.", NodeView::backlogBytes);
        gauge("rrs.node.held.replies", "Replies that wait for a quorum.", NodeView::heldReplies);
        counter("rrs.node.commands", "Commands run.", NodeView::commands);
        counter("rrs.node.connections", "Connections accepted.", NodeView::connections);
        counter("rrs.node.net.input.bytes", "Bytes read from clients.", NodeView::netInputBytes);
        counter("rrs.node.net.output.bytes", "Bytes written to clients.", NodeView::netOutputBytes);
        counter("rrs.node.sync.full", "Full syncs served.", NodeView::fullSyncs);
        counter("rrs.node.sync.partial", "Partial syncs served.", NodeView::partialSyncs);
        counter("rrs.node.expired.keys", "Keys expired.", NodeView::expiredKeys);
        counter("rrs.node.keyspace.hits", "Lookups that found a key.", NodeView::keyspaceHits);
        counter("rrs.node.keyspace.misses", "Lookups that found none.", NodeView::keyspaceMisses);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    String scrape() {
        return registry.scrape();
    }

    MeterRegistry registry() {
        return registry;
    }

    private void gauge(String name, String help, ToDoubleFunction<NodeView> value) {
        Gauge.builder(name, () -> value.applyAsDouble(view.get()))
                .description(help)
                .register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<NodeView> value) {
        FunctionCounter.builder(name, view, v -> value.applyAsDouble(v.get()))
                .description(help)
                .register(registry);
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }
}
