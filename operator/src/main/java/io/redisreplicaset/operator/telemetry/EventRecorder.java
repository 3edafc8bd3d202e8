package io.redisreplicaset.operator.telemetry;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records what happened to a set as Events about it, in its namespace, so that `kubectl describe` shows them.
///
/// [#record] only queues. One thread of its own writes, so that a slow or absent API server delays no failover; what
/// finds the queue full, or a set's budget spent, is dropped and counted.
public final class EventRecorder implements AutoCloseable {
    public static final String COMPONENT = "redisreplicaset-operator";

    private static final int QUEUE_CAPACITY = 1_024;
    private static final int MAX_MESSAGE_CHARS = 1_024;
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration LAST_WORDS = Duration.ofMillis(2 * LOOK_MILLIS);
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private record Entry(EventMemory.Subject subject, Instant at) {}

    private final KubernetesClient client;
    private final String instance;
    private final OperatorMetrics metrics;
    private final InstantSource wallClock;
    private final Duration lastWords;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final EventMemory memory = new EventMemory();
    private final EventBudget budget = new EventBudget();
    private final Thread writer;
    private volatile boolean isClosing;

    /// @param instance this process, among all that report as the same component
    /// @param wallClock what Events carry is for people
    public EventRecorder(KubernetesClient client, String instance, OperatorMetrics metrics, InstantSource wallClock) {
        this(client, instance, metrics, wallClock, LAST_WORDS);
    }

    /// @param lastWords how long closing waits for what is still queued
    EventRecorder(
            KubernetesClient client,
            String instance,
            OperatorMetrics metrics,
            InstantSource wallClock,
            Duration lastWords) {
        this.client = client;
        this.instance = instance;
        this.metrics = metrics;
        this.wallClock = wallClock;
        this.lastWords = lastWords;
        this.writer = Thread.ofVirtual().name("events").start(this::write);
    }

    void record(SetReference set, Reason reason, String message, Optional<String> node) {
        String text = message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS);
        Entry entry = new Entry(new EventMemory.Subject(set, reason, node, text), wallClock.instant());
        if (!queue.offer(entry)) {
            metrics.eventDropped("queue full");
        }
    }

    private void write() {
        try {
            while (!isClosing || !queue.isEmpty()) {
                Entry entry = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (entry != null) {
                    write(entry);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Entry entry) {
        if (!budget.allows(entry.subject().set(), entry.at())) {
            metrics.eventDropped("too many of one set");
            return;
        }
        try {
            Optional<EventMemory.Told> again = memory.again(entry.subject(), entry.at());
            if (again.isEmpty() || !countUp(entry.subject(), again.get())) {
                create(entry);
            }
        } catch (RuntimeException failed) {
            metrics.eventDropped("API server");
            LOG.debug("an event of {} was not recorded", entry.subject().set(), failed);
        }
    }

    /// @return whether the Event was still there
    private boolean countUp(EventMemory.Subject subject, EventMemory.Told told) {
        String patch = "{\"count\":" + told.count() + ",\"lastTimestamp\":\"" + timestamp(told.last()) + "\"}";
        try {
            client.resource(named(subject.set(), told.name())).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            memory.remember(subject, told);
            metrics.wrote("event");
            return true;
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw refused;
            }
            memory.forget(subject);
            return false;
        }
    }

    private void create(Entry entry) {
        EventMemory.Subject subject = entry.subject();
        String name = subject.set().name() + "."
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
        client.resource(event(subject, name, entry.at())).create();
        memory.remember(subject, new EventMemory.Told(name, entry.at(), entry.at(), 1));
        metrics.wrote("event");
    }

    /// Enough of it to address it: the client would read it first if it had only a name.
    private static Event named(SetReference set, String name) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(set.namespace())
                .endMetadata()
                .build();
    }

    private Event event(EventMemory.Subject subject, String name, Instant at) {
        SetReference set = subject.set();
        return new EventBuilder(named(set, name))
                .withNewInvolvedObject()
                .withApiVersion(RedisReplicaSet.GROUP + "/" + RedisReplicaSet.VERSION)
                .withKind("RedisReplicaSet")
                .withNamespace(set.namespace())
                .withName(set.name())
                .withUid(set.uid())
                .endInvolvedObject()
                .withReason(subject.reason().word())
                .withMessage(subject.message())
                .withType(
                        switch (subject.reason().severity()) {
                            case NORMAL -> "Normal";
                            case WARNING -> "Warning";
                        })
                .withFirstTimestamp(timestamp(at))
                .withLastTimestamp(timestamp(at))
                .withCount(1)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance(instance)
                .build();
    }

    /// These fields hold whole seconds.
    private static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// Writes what is still queued, for a moment.
    @Override
    public void close() {
        isClosing = true;
        try {
            if (!writer.join(lastWords)) {
                writer.interrupt();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
