package io.redisreplicaset.operator.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lends the tests of a run one cluster with the operator in it, and each class a namespace of its own, which goes with
/// the class.
public final class KubernetesCluster implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Running running;
    private @Nullable String namespace;

    @Override
    public void beforeAll(ExtensionContext context) {
        Lookup lookup = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Lookup.class, type -> Lookup.run(), Lookup.class);
        Assumptions.assumeTrue(lookup.running.isPresent(), lookup.why);
        Running found = lookup.running.orElseThrow();
        String name =
                "e2e-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        found.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
        running = found;
        namespace = name;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (running != null) {
            var own = running.client().namespaces().withName(namespace());
            own.delete();
            // The next class would share the cluster with pods that are still ending.
            await("the end of namespace " + namespace())
                    .atMost(UserSet.PATIENCE)
                    .until(() -> own.get() == null);
        }
    }

    public KubernetesClient client() {
        return running().client();
    }

    public InstalledOperator operator() {
        return running().operator();
    }

    /// Restricted, as the strictest of users have it.
    public String namespace() {
        return Objects.requireNonNull(namespace, "before the first test");
    }

    /// A set of this namespace, through the eyes of its user.
    public UserSet set(String name) {
        return new UserSet(this, name);
    }

    /// The sets of the whole cluster: whatever the operator does at rest, it does for each.
    public int setCount() {
        return client().resources(RedisReplicaSet.class)
                .inAnyNamespace()
                .list()
                .getItems()
                .size();
    }

    /// What `kubectl` prints in this namespace.
    public String kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("--kubeconfig", running().cluster().kubeconfig().toString(), "--namespace", namespace()));
        command.addAll(List.of(arguments));
        return Script.run("kubectl", command.toArray(String[]::new)).orThrow().output();
    }

    /// Sends a signal to the main process of a pod; where the cluster lets nobody do that, the test is skipped.
    public void signal(String where, String pod, String signal) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                running().cluster().signal(where, pod, signal),
                "no process of this cluster can be signalled from here");
    }

    private Running running() {
        return Objects.requireNonNull(running, "before the first test");
    }

    private interface Source {
        TestCluster.Search search() throws IOException, InterruptedException;
    }

    private record Running(TestCluster cluster, KubernetesClient client, InstalledOperator operator) {}

    /// One search for a cluster in a run; closed after its last test.
    private record Lookup(Optional<Running> running, String why) implements AutoCloseable {
        static Lookup run() {
            List<String> reasons = new ArrayList<>();
            List<Source> sources = List.of(GivenCluster::search, K3sCluster::search, DevelopmentCluster::search);
            try {
                for (Source source : sources) {
                    switch (source.search()) {
                        case TestCluster.Search.Found(TestCluster cluster) -> {
                            return new Lookup(Optional.of(install(cluster)), "");
                        }
                        case TestCluster.Search.Nothing(String why) -> reasons.add(why);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            String why = "no Kubernetes for the cluster tests: " + String.join("; ", reasons);
            System.out.println("SKIPPED: " + why);
            return new Lookup(Optional.empty(), why);
        }

        private static Running install(TestCluster cluster) throws IOException, InterruptedException {
            Config config = new ConfigBuilder(Config.fromKubeconfig(Files.readString(cluster.kubeconfig()))).build();
            KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(config).build();
            return new Running(cluster, client, InstalledOperator.install(cluster, client));
        }

        @Override
        public void close() throws IOException {
            if (running.isPresent()) {
                Running found = running.get();
                try {
                    found.operator().remove();
                    found.client().close();
                    found.cluster().giveBack();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
