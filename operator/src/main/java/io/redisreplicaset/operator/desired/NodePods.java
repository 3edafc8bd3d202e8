package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.redisreplicaset.operator.api.AuthSpec;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pod of a data node. It passes the `restricted` pod security standard and holds no token.
///
/// A change here or in [NodeContainer] reaches the pods that exist only where [PodRevision#TEMPLATE] is raised: an
/// upgrade of the operator restarts none by itself.
public final class NodePods {
    /// The user that the image is made for.
    static final long USER = 10_001;

    private static final String HOST_TOPOLOGY = "kubernetes.io/hostname";

    private NodePods() {}

    /// The pod of one node.
    ///
    /// @param role what the label says; the Services follow it
    /// @param defaultImage the image of a set that names none
    public static Pod pod(RedisReplicaSet set, int ordinal, NodeRole role, String defaultImage) {
        String name = set.getMetadata().getName();
        RedisReplicaSetSpec spec = set.getSpec();
        Map<String, String> labels = new LinkedHashMap<>(spec.podLabels());
        labels.putAll(Labels.ofNode(name, ordinal));
        labels.put(Labels.ROLE, role.word());
        labels.put(Labels.REVISION, PodRevision.of(spec));
        Map<String, String> annotations = new LinkedHashMap<>(spec.podAnnotations());
        annotations.putAll(UserMetadata.remembered(spec));
        return new PodBuilder()
                .withMetadata(Metadata.owned(set, Names.node(name, ordinal), labels)
                        .withAnnotations(annotations)
                        .build())
                .withSpec(podSpec(set, ordinal, defaultImage))
                .build();
    }

    private static PodSpec podSpec(RedisReplicaSet set, int ordinal, String defaultImage) {
        String name = set.getMetadata().getName();
        RedisReplicaSetSpec spec = set.getSpec();
        PodSpecBuilder builder = new PodSpecBuilder()
                // Host name and subdomain give the node a DNS name that outlives its pod.
                .withHostname(Names.node(name, ordinal))
                .withSubdomain(Names.nodesService(name))
                .withServiceAccountName(Names.account(name))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withRestartPolicy("Always")
                .withTerminationGracePeriodSeconds((long) spec.terminationGracePeriodSeconds())
                .withSecurityContext(security())
                .withNodeSelector(spec.nodeSelector())
                .withTolerations(spec.tolerations())
                .withContainers(NodeContainer.container(set, ordinal, defaultImage))
                .withVolumes(data(set, ordinal), tmp(), password(set));
        return spec.affinity() != null
                ? builder.withAffinity(spec.affinity()).build()
                : builder.withTopologySpreadConstraints(overHosts(name)).build();
    }

    private static PodSecurityContext security() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                // Else each start walks over a volume that is right already.
                .withFsGroupChangePolicy("OnRootMismatch")
                .withSeccompProfile(
                        new SeccompProfileBuilder().withType("RuntimeDefault").build())
                .build();
    }

    /// A wish, not a demand: a set must also come up on a single host.
    private static TopologySpreadConstraint overHosts(String set) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(HOST_TOPOLOGY)
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(Labels.selector(set))
                .endLabelSelector()
                .build();
    }

    private static Volume data(RedisReplicaSet set, int ordinal) {
        VolumeBuilder volume = new VolumeBuilder().withName(NodeContainer.DATA_VOLUME);
        return set.getSpec().persistence().enabled()
                ? volume.withNewPersistentVolumeClaim(
                                Names.claim(set.getMetadata().getName(), ordinal), false)
                        .build()
                : volume.withNewEmptyDir().endEmptyDir().build();
    }

    /// The JVM wants a place to write, and the root file system is none.
    private static Volume tmp() {
        return new VolumeBuilder()
                .withName(NodeContainer.TMP_VOLUME)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    private static Volume password(RedisReplicaSet set) {
        AuthSpec.SecretRef secret = NodeSecret.reference(set);
        return new VolumeBuilder()
                .withName(NodeContainer.PASSWORD_VOLUME)
                .withNewSecret()
                .withSecretName(secret.name())
                .withDefaultMode(NodeContainer.PASSWORD_MODE)
                .withItems(List.of(NodeContainer.passwordItem(secret.key())))
                .endSecret()
                .build();
    }
}
