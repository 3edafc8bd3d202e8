package io.redisreplicaset.operator.app;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// What a kubelet is to the operator: it runs the process that a pod asks for, a real data node, on a loopback address
/// of the pod's own; starts it again when it has ended; and tells the API server how it is. Everything else of a
/// kubelet
/// is left out.
@NullMarked
final class FakeKubelet implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String ADMIN = ":9121/readyz";

    /// As in the pod's own probe: a process that stalls for a moment is as ready as before.
    private static final int PROBE_MILLIS = 1000;

    private static final int PROBE_FAILURES = 2;

    private final KubernetesClient client;
    private final String namespace;
    private final Path program;
    private final Path folder;
    private final AtomicInteger addresses = new AtomicInteger(1);
    private final Map<String, Container> containers = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean isClosed;

    /// @param program the data node
    /// @param folder for the disks
    FakeKubelet(KubernetesClient client, String namespace, Path program, Path folder) {
        this.client = client;
        this.namespace = namespace;
        this.program = program;
        this.folder = folder;
        this.thread = Thread.ofPlatform().name("kubelet").start(this::run);
    }

    /// Ends a pod's process as a crash would.
    void kill(String pod) {
        containers.values().stream()
                .filter(container -> container.pod.getMetadata().getName().equals(pod))
                .forEach(container -> container.process.destroyForcibly());
    }

    private void run() {
        try {
            while (!isClosed) {
                lookAtAll();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next round comes whatever went wrong in this one: without a kubelet every wait would be in vain, and nobody
    /// would know why.
    private void lookAtAll() {
        try {
            client.pods().inNamespace(namespace).list().getItems().forEach(this::look);
        } catch (RuntimeException failed) {
            System.err.println("kubelet of " + namespace + ": " + failed);
        }
    }

    private void look(Pod pod) {
        String uid = pod.getMetadata().getUid();
        try {
            Container container = containers.get(uid);
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                end(pod, container);
            } else if (container == null) {
                Container made = new Container(pod, "127.77.0." + addresses.getAndIncrement());
                containers.put(uid, made);
                Thread.ofVirtual().name("probe-" + pod.getMetadata().getName()).start(made::probe);
            } else {
                container.look();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (KubernetesClientException gone) {
            // The next look tells.
        }
    }

    private void end(Pod pod, @Nullable Container container) {
        if (container != null && container.process.isAlive()) {
            container.process.destroy();
            return;
        }
        containers.remove(pod.getMetadata().getUid());
        client.resource(pod).withGracePeriod(0).delete();
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        try {
            thread.join();
            for (Container container : containers.values()) {
                container.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Container {
        private final Pod pod;
        private final String address;
        private final Path disk;
        private volatile Process process;
        private int restarts;
        private String told = "";

        /// The one that said so.
        private volatile @Nullable Process ready;

        Container(Pod pod, String address) throws IOException {
            this.pod = pod;
            this.address = address;
            this.disk = folder.resolve(pod.getMetadata().getUid());
            this.process = start();
        }

        private Process start() throws IOException {
            Files.createDirectories(disk);
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(pod.getSpec().getContainers().getFirst().getArgs());
            command.set(command.indexOf("--dir") + 1, disk.toString());
            command.addAll(List.of("--bind", address, "--admin-bind", address));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(disk.resolve("log").toFile()));
            builder.environment().put("RRS_NODE_PASSWORD_FILE", password().toString());
            return builder.start();
        }

        private Path password() throws IOException {
            String name = pod.getSpec().getVolumes().stream()
                    .flatMap(volume -> Optional.ofNullable(volume.getSecret()).stream())
                    .findFirst()
                    .orElseThrow()
                    .getSecretName();
            Secret secret =
                    client.secrets().inNamespace(namespace).withName(name).require();
            return Files.write(
                    disk.resolve("password"),
                    Base64.getDecoder().decode(secret.getData().get("password")));
        }

        /// Tells what has changed.
        void look() throws IOException {
            boolean isAlive = process.isAlive();
            boolean isReady = isAlive && process.equals(ready);
            String now = process.pid() + " " + isAlive + " " + isReady;
            if (!now.equals(told)) {
                client.resource(status(isAlive, isReady)).patchStatus();
                told = now;
            }
            if (!isAlive) {
                restarts++;
                process = start();
            }
        }

        private Pod status(boolean isAlive, boolean isReady) {
            var container = new ContainerStatusBuilder()
                    .withName("node")
                    .withImage("node")
                    .withImageID("node")
                    .withContainerID("process://" + process.pid())
                    .withReady(isReady)
                    .withRestartCount(restarts)
                    .withNewState()
                    .endState();
            return new PodBuilder()
                    .withNewMetadata()
                    .withName(pod.getMetadata().getName())
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewStatus()
                    .withPhase("Running")
                    .withPodIP(address)
                    .withContainerStatuses(
                            isAlive
                                    ? container.build()
                                    : container
                                            .editState()
                                            .withNewTerminated()
                                            .withExitCode(process.exitValue())
                                            .endTerminated()
                                            .endState()
                                            .build())
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus(isReady ? "True" : "False")
                    .endCondition()
                    .endStatus()
                    .build();
        }

        /// Beside the looks: a node that does not answer must not hold up what is told of the others.
        private void probe() {
            int failures = 0;
            try {
                while (!isClosed && containers.containsKey(pod.getMetadata().getUid())) {
                    Process asked = process;
                    failures = answers() ? 0 : failures + 1;
                    if (failures == 0) {
                        ready = asked;
                    } else if (failures >= PROBE_FAILURES) {
                        ready = null;
                    }
                    Thread.sleep(LOOK);
                }
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean answers() {
            try {
                HttpURLConnection probe = (HttpURLConnection)
                        URI.create("http://" + address + ADMIN).toURL().openConnection();
                probe.setConnectTimeout(PROBE_MILLIS);
                probe.setReadTimeout(PROBE_MILLIS);
                return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
            } catch (IOException no) {
                return false;
            }
        }
    }
}
