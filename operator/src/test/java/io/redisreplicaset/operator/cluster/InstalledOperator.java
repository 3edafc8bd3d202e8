package io.redisreplicaset.operator.cluster;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.redisreplicaset.operator.CommittedFile;
import java.nio.file.Path;
import java.util.List;

/// The operator, put into a cluster by Helm from the project's chart, as a user would.
final class InstalledOperator implements AutoCloseable {
    static final String NAMESPACE = "redisreplicaset-system";
    static final String RELEASE = "redisreplicaset-operator";

    private static final int READY_SECONDS = 120;
    private static final int HTTP = 8080;

    private final TestCluster cluster;
    private final KubernetesClient client;
    private final boolean wasThere;

    private InstalledOperator(TestCluster cluster, KubernetesClient client, boolean wasThere) {
        this.cluster = cluster;
        this.client = client;
        this.wasThere = wasThere;
    }

    /// Installs it, or brings one that is there up to this build.
    static InstalledOperator install(TestCluster cluster, KubernetesClient client) {
        boolean wasThere = client.apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName(RELEASE)
                        .get()
                != null;
        InstalledOperator operator = new InstalledOperator(cluster, client, wasThere);
        operator.upgrade();
        return operator;
    }

    private void upgrade() {
        Path chart = CommittedFile.repository().resolve("charts/redisreplicaset-operator");
        UpgradeCommand upgrade = new Helm(chart)
                .upgrade()
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .createNamespace()
                .withKubeConfig(cluster.kubeconfig())
                .set("image.repository", cluster.operatorImage())
                // Nothing of it is left in the cluster afterwards.
                .set("crds.keep", wasThere)
                // Another value for each run: the tag is the same, and the image may not be.
                .set("podAnnotations.tested-at", "t" + System.currentTimeMillis());
        cluster.nodeImage().ifPresent(image -> upgrade.set("dataNode.image", image));
        upgrade.waitReady().withTimeout(READY_SECONDS).call();
    }

    /// The pod that leads, which is the only one.
    Pod pod() {
        List<Pod> pods = client
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/instance", RELEASE)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        if (pods.size() != 1) {
            throw new AssertionError("wanted one operator, got " + pods.size());
        }
        return pods.getFirst();
    }

    /// What `/metrics` shows.
    String metrics() {
        return String.valueOf(client.raw("/api/v1/namespaces/" + NAMESPACE + "/pods/"
                + pod().getMetadata().getName() + ":" + HTTP + "/proxy/metrics"));
    }

    /// The sum of all lines of a metric, whatever their labels.
    double metric(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    String log() {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withName(pod().getMetadata().getName())
                .getLog();
    }

    @Override
    public void close() {
        if (!wasThere) {
            Helm.uninstall(RELEASE)
                    .withNamespace(NAMESPACE)
                    .withKubeConfig(cluster.kubeconfig())
                    .call();
        }
    }
}
