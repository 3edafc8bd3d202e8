package io.redisreplicaset.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/// A set as its user sees it: what `kubectl` shows, and what its Services lead to.
public final class UserSet {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int REDIS = 6379;
    private static final int HTTPS = 443;
    private static final int REACHABLE_MILLIS = 500;

    private final KubernetesCluster cluster;
    private final String name;

    UserSet(KubernetesCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /// Applies a spec, in YAML's flow style or block style.
    UserSet apply(String spec) throws IOException, InterruptedException {
        Path file = Files.createTempFile(name, ".yaml");
        try {
            Files.writeString(
                    file,
                    "apiVersion: redisreplicaset.io/v1alpha1\nkind: RedisReplicaSet\nmetadata: {name: " + name + "}\n"
                            + "spec:\n" + spec.indent(2));
            cluster.kubectl("apply", "--filename", file.toString());
        } finally {
            Files.delete(file);
        }
        return this;
    }

    UserSet patch(String spec) throws IOException, InterruptedException {
        cluster.kubectl("patch", "rrs", name, "--type", "merge", "--patch", "{\"spec\":" + spec + "}");
        return this;
    }

    UserSet awaitRunning(int nodes) {
        await(name + " runs with " + nodes + " nodes").atMost(PATIENCE).untilAsserted(() -> {
            RedisReplicaSet set = resource().get();
            RedisReplicaSetStatus status = set.getStatus();
            assertThat(status.phase()).isEqualTo(Phase.RUNNING);
            // A failover that is complete says that it runs, before the nodes were looked at again.
            assertThat(status.phaseReason()).isEqualTo(nodes + " of " + nodes + " nodes serve");
            assertThat(status.readyReplicas()).isEqualTo(nodes);
            assertThat(status.replicas()).isEqualTo(nodes);
            assertThat(status.observedGeneration()).isEqualTo(set.getMetadata().getGeneration());
            assertThat(status.unfinishedVoters()).isNull();
            assertThat(Objects.requireNonNull(status.voters()).members()).hasSize(nodes);
        });
        return this;
    }

    RedisReplicaSetStatus status() {
        return resource().get().getStatus();
    }

    String master() {
        return Objects.requireNonNull(status().master(), "there is a master");
    }

    Resource<RedisReplicaSet> resource() {
        return client().resources(RedisReplicaSet.class)
                .inNamespace(cluster.namespace())
                .withName(name);
    }

    List<Pod> pods() {
        return client().pods()
                .inNamespace(cluster.namespace())
                .withLabel("redisreplicaset.io/set", name)
                .list()
                .getItems();
    }

    String podUid(String node) {
        return pods().stream()
                .map(Pod::getMetadata)
                .filter(pod -> pod.getName().equals(node))
                .findFirst()
                .orElseThrow()
                .getUid();
    }

    List<String> podUids() {
        return pods().stream().map(pod -> pod.getMetadata().getUid()).toList();
    }

    /// Which node follows which.
    Map<String, String> upstreams() {
        Map<String, String> upstreams = new TreeMap<>();
        for (DataNodeStatus node : status().nodes()) {
            if (node.role() == NodeRole.REPLICA) {
                upstreams.put(node.name(), String.valueOf(node.upstream()));
            }
        }
        return upstreams;
    }

    String password() {
        Secret secret = client().secrets()
                .inNamespace(cluster.namespace())
                .withName(name + "-auth")
                .require();
        return new String(Base64.getDecoder().decode(secret.getData().get("password")), StandardCharsets.UTF_8);
    }

    /// The reasons of the Events about it.
    List<String> reasons() {
        return events().stream().map(Event::getReason).distinct().toList();
    }

    /// Another thread writes the Events, a moment after what they tell of.
    void awaitReasons(String... wanted) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(reasons()).contains(wanted));
    }

    List<Event> events() {
        return client().v1()
                .events()
                .inNamespace(cluster.namespace())
                .withField("involvedObject.kind", "RedisReplicaSet")
                .withField("involvedObject.name", name)
                .list()
                .getItems();
    }

    PacedWriter writer() {
        return new PacedWriter(masterDoor(), password());
    }

    /// Where its Service leads to the master: the Service itself where this machine reaches it, else a copy of it on a
    /// port of the hosts.
    HostAndPort masterDoor() {
        Service service = client().services()
                .inNamespace(cluster.namespace())
                .withName(name)
                .require();
        return servicesAreReachable() ? new HostAndPort(service.getSpec().getClusterIP(), REDIS) : nodePort(service);
    }

    /// A connection through its Service, once that leads to the master.
    Jedis connect() {
        HostAndPort door = masterDoor();
        return await(name + " is reached at " + door)
                .atMost(PATIENCE)
                .ignoreException(JedisConnectionException.class)
                .until(
                        () -> new Jedis(
                                door,
                                DefaultJedisClientConfig.builder()
                                        .password(password())
                                        .build()),
                        Jedis::isConnected);
    }

    /// Asked about the one Service that always has an endpoint.
    private boolean servicesAreReachable() {
        String api = client().services()
                .inNamespace("default")
                .withName("kubernetes")
                .require()
                .getSpec()
                .getClusterIP();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(api, HTTPS), REACHABLE_MILLIS);
            return true;
        } catch (IOException no) {
            return false;
        }
    }

    private HostAndPort nodePort(Service service) {
        Service copy = client().resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name + "-door")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withType("NodePort")
                        .withSelector(service.getSpec().getSelector())
                        .addNewPort()
                        .withPort(REDIS)
                        .endPort()
                        .endSpec()
                        .build())
                .serverSideApply();
        String host = client().nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
                .filter(address -> address.getType().equals("InternalIP"))
                .findFirst()
                .orElseThrow()
                .getAddress();
        return new HostAndPort(host, copy.getSpec().getPorts().getFirst().getNodePort());
    }

    private KubernetesClient client() {
        return cluster.client();
    }
}
