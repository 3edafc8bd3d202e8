package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.redisreplicaset.operator.api.ImagePullPolicy;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import io.redisreplicaset.operator.api.ResourcesSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one container of a data node's pod.
public final class NodeContainer {
    public static final String NAME = "node";

    /// Names the file whose contents, less one line end, are the password.
    public static final String PASSWORD_FILE_VARIABLE = "RRS_NODE_PASSWORD_FILE";

    /// Read by every `java` program itself, whatever the image starts it with.
    static final String JAVA_OPTIONS_VARIABLE = "JDK_JAVA_OPTIONS";

    /// Beside the heap live the replication backlog, the buffers of connections and the JVM itself.
    static final String HEAP_OPTION = "-XX:MaxRAMPercentage=65";

    static final String DATA_VOLUME = "data";
    static final String TMP_VOLUME = "tmp";
    static final String PASSWORD_VOLUME = "password";

    /// Readable to the group that the node runs as, and to nobody else.
    static final int PASSWORD_MODE = 0440;

    private static final String PASSWORD_DIRECTORY = "/etc/rrs";
    private static final String PASSWORD_PATH = "password";
    private static final String MEMORY = "memory";

    private NodeContainer() {}

    static Container container(RedisReplicaSet set, int ordinal, String defaultImage) {
        RedisReplicaSetSpec spec = set.getSpec();
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(spec.image() == null ? defaultImage : spec.image())
                .withImagePullPolicy(pullPolicy(spec.imagePullPolicy()).word())
                // The image's entry point is the node's program.
                .withArgs(NodeCommand.arguments(set, ordinal))
                .withEnv(environment(spec.resources()))
                .withPorts(port(NodePorts.REDIS_NAME, NodePorts.REDIS), port(NodePorts.ADMIN_NAME, NodePorts.ADMIN))
                .withResources(resources(spec.resources()))
                .withSecurityContext(security())
                .withVolumeMounts(
                        mount(DATA_VOLUME, NodeCommand.DATA_DIRECTORY, false),
                        mount(TMP_VOLUME, "/tmp", false),
                        mount(PASSWORD_VOLUME, PASSWORD_DIRECTORY, true))
                .withStartupProbe(NodeProbes.startup())
                .withReadinessProbe(NodeProbes.readiness())
                .withLivenessProbe(NodeProbes.liveness())
                // Why a node ended stands in its pod's status then, and from there in an Event of the set.
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .build();
    }

    static KeyToPath passwordItem(String key) {
        return new KeyToPathBuilder().withKey(key).withPath(PASSWORD_PATH).build();
    }

    private static ImagePullPolicy pullPolicy(@Nullable ImagePullPolicy written) {
        return written == null ? ImagePullPolicy.IF_NOT_PRESENT : written;
    }

    private static List<EnvVar> environment(@Nullable ResourcesSpec resources) {
        List<EnvVar> variables = new ArrayList<>();
        variables.add(variable(PASSWORD_FILE_VARIABLE, PASSWORD_DIRECTORY + "/" + PASSWORD_PATH));
        // Without a limit the share would be one of the whole host; the JVM's own default is the smaller evil.
        if (resources != null && resources.limits().containsKey(MEMORY)) {
            variables.add(variable(JAVA_OPTIONS_VARIABLE, HEAP_OPTION));
        }
        return variables;
    }

    private static ResourceRequirements resources(@Nullable ResourcesSpec resources) {
        ResourceRequirementsBuilder builder = new ResourceRequirementsBuilder();
        return resources == null
                ? builder.build()
                : builder.withRequests(resources.requests())
                        .withLimits(resources.limits())
                        .build();
    }

    private static SecurityContext security() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private static ContainerPort port(String name, int port) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port)
                .withProtocol("TCP")
                .build();
    }

    private static VolumeMount mount(String volume, String path, boolean isReadOnly) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(isReadOnly)
                .build();
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }
}
