package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.redisreplicaset.operator.api.AuthSpec;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.desired.NodeSecret;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The password of one set. Read by name, since the operator may list no Secrets; made once where the user named none,
/// and never written over.
final class SetPassword {
    /// How old what was read may be.
    private static final Duration REREAD_AFTER = Duration.ofSeconds(50);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KubernetesClient client;
    private final InstantSource clock;
    private final OperatorMetrics metrics;
    private volatile Optional<String> known = Optional.empty();
    private Instant readAt = Instant.MIN;

    SetPassword(KubernetesClient client, InstantSource clock, OperatorMetrics metrics) {
        this.client = client;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// What is known of it; never asks anybody.
    Optional<String> known() {
        return known;
    }

    /// Sees to it that there is one. Called by the thread that reconciles the set.
    ///
    /// @return what is wrong with the Secret that the user named, if anything
    Optional<String> refresh(RedisReplicaSet set) {
        if (known.isPresent() && readAt.plus(REREAD_AFTER).isAfter(clock.instant())) {
            return Optional.empty();
        }
        AuthSpec.SecretRef reference = NodeSecret.reference(set);
        Secret secret = read(set, reference.name());
        if (secret == null && set.getSpec().passwordSecret() == null) {
            secret = create(set, reference.name());
        }
        Optional<String> password = secret == null ? Optional.empty() : NodeSecret.password(secret, reference.key());
        known = password;
        readAt = clock.instant();
        return password.isPresent()
                ? Optional.empty()
                : Optional.of("Secret " + reference.name() + " has no key " + reference.key()
                        + ": the nodes wait for their password");
    }

    private Secret create(RedisReplicaSet set, String name) {
        try {
            Secret created = client.resource(NodeSecret.generated(set, RANDOM)).create();
            metrics.wrote("secret");
            return created;
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw refused;
            }
            // Another operator was faster: its password is the one.
            return client.secrets()
                    .inNamespace(set.getMetadata().getNamespace())
                    .withName(name)
                    .require();
        }
    }

    private @Nullable Secret read(RedisReplicaSet set, String name) {
        return client.secrets()
                .inNamespace(set.getMetadata().getNamespace())
                .withName(name)
                .get();
    }
}
