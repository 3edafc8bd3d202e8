package io.redisreplicaset.operator.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.reconcile.SetReconciler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the operator framework is used. Each line that is not a default says why.
final class Framework {
    private static final Logger LOG = LoggerFactory.getLogger(Framework.class);
    private static final int BROKEN = 1;

    /// Longer than a pass that is not in the middle of something; what is, the next operator finishes.
    private static final Duration LAST_PASS = Duration.ofSeconds(3);

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);
    private static final double RETRY_FACTOR = 1.5;

    /// Against a circle, should there ever be one. A failover is one pass.
    private static final Duration RATE_PERIOD = Duration.ofMillis(500);

    private static final int PASSES_A_PERIOD = 30;

    private Framework() {}

    /// @param leadership null where nobody else is to be waited for
    static void configure(
            ConfigurationServiceOverrider configuration, KubernetesClient client, @Nullable Leadership leadership) {
        configuration
                .withKubernetesClient(client)
                // It is needed once more after the framework has stopped.
                .withCloseClientOnStop(false)
                // A pass waits for its set: with a thread each, one that takes long delays no other.
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withReconciliationTerminationTimeout(LAST_PASS)
                // What is read is never changed. A copy by way of JSON would also lose what could not be read.
                .withResourceCloner(new SameObject())
                .withUseSSAToPatchPrimaryResource(false)
                // A cache that stands still without a word is worse than a start.
                .withInformerStoppedHandler((informer, failure) -> {
                    if (failure != null) {
                        LOG.error("the watch of {} ended for good: ending", informer.getApiTypeClass(), failure);
                        Runtime.getRuntime().halt(BROKEN);
                    }
                });
        if (leadership != null) {
            configuration.withLeaderElectionConfiguration(leadership.configuration());
        }
    }

    /// @param namespaces empty for all
    static void configure(ControllerConfigurationOverrider<RedisReplicaSet> controller, Set<String> namespaces) {
        controller
                .withOnUpdateFilter(SetReconciler::isWorthReconciling)
                // By default it gives up after five.
                .withRetry(new GenericRetry()
                        .setInitialInterval(FIRST_RETRY.toMillis())
                        .setIntervalMultiplier(RETRY_FACTOR)
                        .setMaxInterval(LONGEST_RETRY.toMillis())
                        .withoutMaxAttempts())
                .withRateLimiter(new LinearRateLimiter(RATE_PERIOD, PASSES_A_PERIOD));
        if (namespaces.isEmpty()) {
            controller.watchingAllNamespaces();
        } else {
            controller.settingNamespaces(namespaces);
        }
    }

    private static final class SameObject implements Cloner {
        @Override
        public <R extends HasMetadata> R clone(R object) {
            return object;
        }
    }
}
