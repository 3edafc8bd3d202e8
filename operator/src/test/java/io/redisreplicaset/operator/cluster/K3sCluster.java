package io.redisreplicaset.operator.cluster;

import com.github.dockerjava.api.exception.NotFoundException;
import io.redisreplicaset.operator.CommittedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// k3s in a container, where a Docker engine answers and holds its image already: a test fetches nothing.
record K3sCluster(K3sContainer container, Path kubeconfig) implements TestCluster {
    private static final String IMAGE = "rancher/k3s:v1.34.1-k3s1";

    static Search search() throws IOException, InterruptedException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return new Search.Nothing("no Docker engine answers");
        }
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
        } catch (NotFoundException absent) {
            return new Search.Nothing("the Docker engine does not hold " + IMAGE);
        }
        K3sContainer container = new K3sContainer(DockerImageName.parse(IMAGE));
        container.start();
        K3sCluster cluster = new K3sCluster(container, Files.createTempFile("k3s", ".kubeconfig"));
        Files.writeString(cluster.kubeconfig(), container.getKubeConfigYaml());
        Script.run("config/image/build").orThrow();
        cluster.load("redisreplicaset-node.tar");
        cluster.load("redisreplicaset-operator.tar");
        return new Search.Found(cluster);
    }

    private void load(String image) throws IOException, InterruptedException {
        Path tar = CommittedFile.repository().resolve("target").resolve(image);
        container.copyFileToContainer(MountableFile.forHostPath(tar), "/tmp/" + image);
        run("ctr", "images", "import", "/tmp/" + image);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Container.ExecResult result = container.execInContainer(command);
        if (result.getExitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.getStderr());
        }
        return result.getStdout().strip();
    }

    @Override
    public boolean signal(String namespace, String pod, String signal) throws IOException, InterruptedException {
        String id = run(
                "kubectl",
                "--namespace",
                namespace,
                "get",
                "pod",
                pod,
                "--output",
                "jsonpath={.status.containerStatuses[0].containerID}");
        run("ctr", "tasks", "kill", "--signal", "SIG" + signal, id.replace("containerd://", ""));
        return true;
    }

    @Override
    public void giveBack() throws IOException {
        container.stop();
        Files.deleteIfExists(kubeconfig);
    }
}
