package io.redisreplicaset.operator.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of several operators works: the holder of a lease. Two that believe it at once are harmless, so all of this is
/// for quiet and not for safety.
///
/// The holder's name is that of the pod: a process that is started again in it goes on at once.
final class Leadership {
    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(6);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int LOST = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final String lease;
    private final String namespace;
    private final String identity;
    private final OperatorMetrics metrics;
    private volatile boolean isEnding;

    Leadership(String lease, String namespace, String identity, OperatorMetrics metrics) {
        this.lease = lease;
        this.namespace = namespace;
        this.identity = identity;
        this.metrics = metrics;
    }

    LeaderElectionConfiguration configuration() {
        LeaderCallbacks callbacks = new LeaderCallbacks(this::won, this::lost, _ -> {});
        return new LeaderElectionConfiguration(
                lease, namespace, LEASE, RENEW_DEADLINE, RETRY, identity, callbacks, false);
    }

    private void won() {
        LOG.info("{} leads: it holds the lease {}/{}", identity, namespace, lease);
        metrics.leads(true);
    }

    /// Another one leads, or may soon. Nothing here can be waited for: what is under way stops best by ending.
    private void lost() {
        metrics.leads(false);
        if (!isEnding) {
            LOG.error("{} lost the lease {}/{}: ending", identity, namespace, lease);
            Runtime.getRuntime().halt(LOST);
        }
    }

    /// From now on the loss of the lease is meant.
    void ending() {
        isEnding = true;
    }

    /// Lets the next one lead at once. After everything that a leader does has ended.
    void release(KubernetesClient client) {
        LeaseLock lock = new LeaseLock(namespace, lease, identity);
        try {
            LeaderElectionRecord held = lock.get(client);
            if (held != null && identity.equals(held.getHolderIdentity())) {
                ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
                lock.update(
                        client,
                        new LeaderElectionRecord("", Duration.ofSeconds(1), now, now, held.getLeaderTransitions()));
                LOG.info("{} gave up the lease {}/{}", identity, namespace, lease);
            }
        } catch (KubernetesClientException | IllegalStateException failed) {
            LOG.warn("the lease {}/{} was not given up: it runs out by itself", namespace, lease, failed);
        }
    }
}
