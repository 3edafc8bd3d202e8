package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.coordinator.RuntimeNode;
import io.redisreplicaset.operator.coordinator.SetRuntime;
import io.redisreplicaset.operator.desired.Labels;
import io.redisreplicaset.operator.desired.Names;
import io.redisreplicaset.operator.desired.NodePods;
import io.redisreplicaset.operator.desired.PodRevision;
import io.redisreplicaset.operator.desired.SetIdentity;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.resource.IntentReader;
import io.redisreplicaset.operator.resource.RecordInStatus;
import io.redisreplicaset.operator.resource.StatusReport;
import io.redisreplicaset.operator.telemetry.SetReference;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One set that lives in pods.
final class KubernetesSetRuntime implements SetRuntime {
    private static final int REPORT_TRIES = 3;
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSetRuntime.class);

    private final SetReference reference;
    private final Cluster cluster;
    private final SetStore store;
    private final SetPassword password;
    private final Commands commands;

    /// As it was accepted last, with the annotations of then.
    private volatile RedisReplicaSet wanted;

    /// As the API server had it at the last read or write. Owned by the thread that settles.
    private RedisReplicaSet stored;

    KubernetesSetRuntime(RedisReplicaSet set, Cluster cluster, SetPassword password, Commands commands) {
        this.reference = SetReference.of(set);
        this.cluster = cluster;
        this.store = new SetStore(cluster.client(), reference, cluster.metrics());
        this.password = password;
        this.commands = commands;
        this.wanted = set;
        this.stored = set;
    }

    /// The spec and the annotations from now on.
    void accept(RedisReplicaSet set) {
        wanted = set;
    }

    RedisReplicaSet wanted() {
        return wanted;
    }

    /// As the last settling left it.
    RedisReplicaSet stored() {
        return stored;
    }

    @Override
    public String setId() {
        return SetIdentity.of(wanted);
    }

    @Override
    public Optional<String> password() {
        return password.known();
    }

    @Override
    public SetIntent intent() {
        RedisReplicaSet set = wanted;
        return IntentReader.intent(set, PodRevision.of(set.getSpec()));
    }

    @Override
    public SetRecord record() {
        stored = store.read();
        return recordOf(stored);
    }

    private static SetRecord recordOf(RedisReplicaSet set) {
        return RecordInStatus.read(set.getMetadata().getResourceVersion(), set.getStatus());
    }

    @Override
    public List<RuntimeNode> nodes() {
        return cluster.pods().of(wanted).stream().map(PodNodes::node).toList();
    }

    @Override
    public Optional<SetRecord> save(String expectedVersion, SetRecord record, FailoverStep step) {
        RedisReplicaSet before = stored;
        if (!expectedVersion.equals(before.getMetadata().getResourceVersion())) {
            return Optional.empty();
        }
        RedisReplicaSetStatus status = RecordInStatus.write(
                        before.getStatus(), record, cluster.wallClock().instant())
                .phase(step.phase())
                .phaseReason(step.phaseReason())
                .build();
        Optional<RedisReplicaSet> after = store.replaceStatus(before, status);
        after.ifPresent(set -> {
            stored = set;
            AttemptEnd.between(recordOf(before), record).ifPresent(cluster.metrics()::attemptEnded);
        });
        return after.map(KubernetesSetRuntime::recordOf);
    }

    @Override
    public void label(String node, io.redisreplicaset.operator.topology.NodeRole role) {
        Optional<Pod> pod = cluster.pods().of(wanted, node);
        pod.ifPresent(present -> cluster.pods().relabel(present, Map.of(Labels.ROLE, role.word()), Map.of()));
    }

    @Override
    public void create(String node, String revision) {
        RedisReplicaSet set = wanted;
        int ordinal = ordinal(set, node);
        cluster.claims().create(set, ordinal);
        cluster.pods().create(NodePods.pod(set, ordinal, NodeRole.JOINING, cluster.dataNodeImage()));
    }

    @Override
    public void delete(String node, String why) {
        RedisReplicaSet set = wanted;
        LOG.info("{} deleting pod {}: {}", reference, node, why);
        cluster.pods().of(set, node).ifPresent(cluster.pods()::delete);
        int ordinal = ordinal(set, node);
        if (ordinal >= set.getSpec().replicas()) {
            cluster.claims().delete(set, ordinal);
        }
    }

    private static int ordinal(RedisReplicaSet set, String node) {
        return Names.ordinal(set.getMetadata().getName(), node)
                .orElseThrow(() -> new IllegalStateException("not a node of this set: " + node));
    }

    @Override
    public void tell(Action.Emit event) {
        cluster.events().tell(reference, event.reason(), event.message(), event.node());
        commands.heard(event.reason());
    }

    @Override
    public void asked(boolean answered, Duration took) {
        cluster.metrics().probed(answered, took);
    }

    @Override
    public void report(Sight sight, FailoverStep step) {
        RedisReplicaSet judged = wanted;
        for (int tries = 0; tries < REPORT_TRIES; tries++) {
            RedisReplicaSetStatus status = StatusReport.of(
                    stored.getStatus(),
                    sight,
                    step,
                    judged.getMetadata().getGeneration(),
                    Labels.selectorText(reference.name()));
            if (status.equals(stored.getStatus())) {
                break;
            }
            Optional<RedisReplicaSet> after = store.replaceStatus(stored, status);
            stored = after.orElseGet(store::read);
            if (after.isPresent()) {
                break;
            }
        }
        cluster.metrics().saw(reference, SetFigure.of(judged, stored.getStatus(), step.phase()));
    }

    /// Writes what is to be read of a set that is not looked after.
    void reportAside(UnaryOperator<RedisReplicaSetStatus> change, Phase phase) {
        stored = store.read();
        RedisReplicaSetStatus status = change.apply(stored.getStatus());
        if (!status.equals(stored.getStatus())) {
            stored = store.replaceStatus(stored, status).orElse(stored);
        }
        cluster.metrics().saw(reference, SetFigure.of(wanted, stored.getStatus(), phase));
    }
}
