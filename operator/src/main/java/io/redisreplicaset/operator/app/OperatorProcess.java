package io.redisreplicaset.operator.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.redisreplicaset.operator.coordinator.SteadyClock;
import io.redisreplicaset.operator.reconcile.SetReconciler;
import io.redisreplicaset.operator.telemetry.EventRecorder;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import io.redisreplicaset.operator.telemetry.SetEvents;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator as a process: puts its parts together, and takes them apart in order.
final class OperatorProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SetReconciler reconciler;
    private final Leadership leadership;
    private final Operator operator;
    private final HealthServer health;

    /// @param client is closed with the process
    /// @param pod the name of the pod that it runs in, or of whatever else there is one of
    OperatorProcess(OperatorSettings settings, KubernetesClient client, String pod) throws IOException {
        this.settings = settings;
        this.client = client;
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        OperatorMetrics metrics = new OperatorMetrics(registry);
        bindJvm(registry);
        // Unlike the pod's name another one at each start: promises are given to a process, not to a pod.
        String coordinator = pod + "-"
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        recorder = new EventRecorder(client, coordinator, metrics, InstantSource.system());
        reconciler = new SetReconciler(
                client,
                new SetEvents(recorder, metrics),
                metrics,
                new SteadyClock(),
                InstantSource.system(),
                settings.dataNodeImage(),
                coordinator);
        String namespace = Optional.ofNullable(settings.leaseNamespace())
                .or(() -> Optional.ofNullable(client.getNamespace()))
                .orElse("default");
        leadership = new Leadership(settings.lease(), namespace, pod, metrics);
        operator = new Operator(configuration ->
                Framework.configure(configuration, client, settings.leaderElection() ? leadership : null));
        operator.register(reconciler, controller -> Framework.configure(controller, settings.namespaces()));
        health = new HealthServer(settings.port(), this::whyUnready, registry::scrape);
        if (!settings.leaderElection()) {
            metrics.leads(true);
        }
    }

    private static void bindJvm(PrometheusMeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        @SuppressWarnings("resource") // It listens for as long as the process lives.
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
    }

    void start() {
        health.start();
        LOG.info(
                "rrs {} looks after the sets of {}; health and metrics on port {}",
                RrsVersion.text(),
                settings.namespaces().isEmpty() ? "all namespaces" : String.join(", ", settings.namespaces()),
                health.port());
        operator.start();
        LOG.info("started{}", settings.leaderElection() ? ", and waits for the lease" : "");
    }

    /// Runs until the process is told to end.
    void run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "ending"));
        start();
        new CountDownLatch(1).await();
    }

    int port() {
        return health.port();
    }

    private Optional<String> whyUnready() {
        if (!operator.getRuntimeInfo().isStarted()) {
            return Optional.of("starting");
        }
        var unhealthy = operator.getRuntimeInfo().unhealthyEventSources().getOrDefault(SetReconciler.NAME, Map.of());
        return unhealthy.isEmpty()
                ? Optional.empty()
                : Optional.of("not watching: " + String.join(", ", unhealthy.keySet()));
    }

    @Override
    public void close() {
        LOG.info("ending");
        leadership.ending();
        operator.stop();
        reconciler.close();
        recorder.close();
        if (settings.leaderElection()) {
            leadership.release(client);
        }
        client.close();
        health.close();
    }
}
