package io.redisreplicaset.operator.cluster;

import io.redisreplicaset.operator.CommittedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The one-node cluster that `config/cluster/up` starts on this machine. One that runs already is left running.
///
/// @param isOurs it was started for these tests
record DevelopmentCluster(Path kubeconfig, boolean isOurs) implements TestCluster {
    static Search search() throws IOException, InterruptedException {
        boolean wasRunning = Files.exists(home().resolve("run/complete"));
        Script.Result up = Script.run("config/cluster/up");
        if (!up.succeeded()) {
            return new Search.Nothing(up.lastLine());
        }
        DevelopmentCluster cluster = new DevelopmentCluster(Path.of(up.lastLine()), !wasRunning);
        // The jars are built before these tests begin; an image that is the same is kept.
        Script.run("config/image/build").orThrow();
        Path images = CommittedFile.repository().resolve("target");
        Script.run(
                        "config/cluster/load",
                        images.resolve("redisreplicaset-node.tar").toString(),
                        images.resolve("redisreplicaset-operator.tar").toString())
                .orThrow();
        return new Search.Found(cluster);
    }

    static Path home() {
        String home = System.getenv("RRS_CLUSTER_HOME");
        return home != null ? Path.of(home) : Path.of(System.getProperty("user.home"), ".cache", "rrs-cluster");
    }

    static boolean owns(Path kubeconfig) {
        return kubeconfig.toAbsolutePath().equals(home().resolve("kubeconfig").toAbsolutePath());
    }

    @Override
    public boolean signal(String namespace, String pod, String signal) throws IOException, InterruptedException {
        Script.run("config/cluster/kill", pod, namespace, signal).orThrow();
        return true;
    }

    @Override
    public void giveBack() throws IOException, InterruptedException {
        if (isOurs) {
            Script.run("config/cluster/down").orThrow();
        }
    }
}
