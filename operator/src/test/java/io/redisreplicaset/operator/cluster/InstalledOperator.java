package io.redisreplicaset.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.redisreplicaset.operator.CommittedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The operator, put into a cluster by Helm from the project's chart, as a user would.
final class InstalledOperator {
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
    static InstalledOperator install(TestCluster cluster, KubernetesClient client)
            throws IOException, InterruptedException {
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

    private void upgrade() throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(List.of(
                "image.repository=" + cluster.operatorImage(),
                // Nothing of it is left in the cluster afterwards.
                "crds.keep=" + wasThere,
                // Another value for each run: the tag is the same, and the image may not be.
                "podAnnotations.tested-at=t" + System.currentTimeMillis()));
        cluster.nodeImage().ifPresent(image -> settings.add("dataNode.image=" + image));
        helm(
                "upgrade",
                "--install",
                RELEASE,
                CommittedFile.repository()
                        .resolve("charts/redisreplicaset-operator")
                        .toString(),
                "--create-namespace",
                "--set",
                String.join(",", settings),
                "--wait",
                "--timeout",
                READY_SECONDS + "s");
    }

    private void helm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of(
                "--namespace", NAMESPACE, "--kubeconfig", cluster.kubeconfig().toString()));
        Script.run(helmProgram(), command.toArray(String[]::new)).orThrow();
    }

    /// The one that the development cluster was built with, else the user's.
    static String helmProgram() {
        Path built = DevelopmentCluster.home().resolve("bin/helm");
        return Files.isExecutable(built) ? built.toString() : "helm";
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

    /// Memory that the kubelet counts as in use by it.
    long workingSetBytes() {
        Pod pod = pod();
        String summary =
                String.valueOf(client.raw("/api/v1/nodes/" + pod.getSpec().getNodeName() + "/proxy/stats/summary"));
        for (JsonNode each : client.getKubernetesSerialization()
                .unmarshal(summary, JsonNode.class)
                .path("pods")) {
            if (each.path("podRef")
                    .path("name")
                    .asText()
                    .equals(pod.getMetadata().getName())) {
                return each.path("memory").path("workingSetBytes").asLong();
            }
        }
        throw new AssertionError("the kubelet does not know the operator's pod");
    }

    String log() {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withName(pod().getMetadata().getName())
                .getLog();
    }

    /// Leaves the cluster as it was found.
    void remove() throws IOException, InterruptedException {
        if (!wasThere) {
            helm("uninstall", RELEASE);
            client.namespaces().withName(NAMESPACE).delete();
        }
    }
}
