package io.redisreplicaset.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lends the tests of a run one [LoneApiServer], started for the first that wants it and ended after the last. Each
/// class
/// keeps to namespaces of its own. Where none can be started, the class is skipped.
public final class ApiServer implements BeforeAllCallback {
    private @Nullable KubernetesClient client;

    @Override
    public void beforeAll(ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, type -> Running.start(), Running.class);
        Assumptions.assumeTrue(
                running.server.isPresent(),
                "no etcd on the PATH or no kube-apiserver, which config/cluster/build builds");
        client = running.client;
    }

    public KubernetesClient client() {
        return Objects.requireNonNull(client, "before the first test");
    }

    private record Running(
            Optional<LoneApiServer> server, @Nullable KubernetesClient client) implements AutoCloseable {
        static Running start() {
            try {
                Optional<LoneApiServer> server = LoneApiServer.start();
                return new Running(server, server.map(LoneApiServer::client).orElse(null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (client != null) {
                client.close();
            }
            if (server.isPresent()) {
                server.get().close();
            }
        }
    }
}
