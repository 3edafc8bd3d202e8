package io.redisreplicaset.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A real API server and its etcd on loopback, with no kubelet and no controllers behind them: enough to learn what it
/// takes and what it refuses. Ends with the test.
public final class LoneApiServer implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private final Deque<Process> processes = new ConcurrentLinkedDeque<>();
    private final Path folder;
    private final Config config;
    private final Thread lastResort = new Thread(() -> processes.forEach(Process::destroyForcibly));

    private LoneApiServer(Path etcd, Path apiServer, Path folder) throws IOException {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(lastResort);
        int etcdPort = FreePorts.inARow(3);
        int peerPort = etcdPort + 1;
        int port = etcdPort + 2;
        String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
        Path tokens = Files.writeString(folder.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
        Path key = Files.writeString(folder.resolve("service-accounts.key"), privateKeyPem());
        String etcdUrl = "http://127.0.0.1:" + etcdPort;
        start(
                "etcd",
                etcd.toString(),
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + etcdUrl,
                "--advertise-client-urls=" + etcdUrl,
                "--listen-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-cluster=default=http://127.0.0.1:" + peerPort);
        start(
                "kube-apiserver",
                apiServer.toString(),
                "--etcd-servers=" + etcdUrl,
                "--cert-dir=" + folder.resolve("certificates"),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=" + key,
                "--service-account-key-file=" + key,
                // No controller makes the default service account that this plugin waits for.
                "--disable-admission-plugins=ServiceAccount");
        config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withOauthToken(token)
                .withTrustCerts(true)
                .withNamespace("default")
                .build();
    }

    /// Starts one, or says why there is none.
    public static Optional<LoneApiServer> start() throws IOException {
        Optional<Path> etcd = onPath("etcd");
        Path apiServer = clusterHome().resolve("bin/kube-apiserver");
        if (etcd.isEmpty() || !Files.isExecutable(apiServer)) {
            System.out.println("SKIPPED: no etcd on the PATH, or no kube-apiserver under " + clusterHome()
                    + " (make cluster builds it): nothing is tried on a real API server");
            return Optional.empty();
        }
        LoneApiServer server = new LoneApiServer(etcd.get(), apiServer, Files.createTempDirectory("rrs-api-server"));
        try {
            server.awaitReadiness();
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
        return Optional.of(server);
    }

    public KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private void awaitReadiness() {
        try (KubernetesClient client = client()) {
            Awaitility.await("API server; its log is in " + folder)
                    .atMost(START_DEADLINE)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        assertThat(processes).allMatch(Process::isAlive);
                        assertThat(client.raw("/readyz")).isEqualTo("ok");
                    });
        }
    }

    @Override
    public void close() throws IOException {
        while (!processes.isEmpty()) {
            Process process = processes.pop();
            process.destroy();
            try {
                if (!process.waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                    end(process);
                }
            } catch (InterruptedException e) {
                end(process);
                Thread.currentThread().interrupt();
            }
        }
        Runtime.getRuntime().removeShutdownHook(lastResort);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// And waits until it is gone: its folder is removed next.
    private static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private void start(String name, String... command) throws IOException {
        processes.push(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start());
    }

    private static Path clusterHome() {
        String home = System.getenv("RRS_CLUSTER_HOME");
        return home != null ? Path.of(home) : Path.of(System.getProperty("user.home"), ".cache", "rrs-cluster");
    }

    private static Optional<Path> onPath(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .map(entry -> Path.of(entry, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String privateKeyPem() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
