package io.redisreplicaset.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.redisreplicaset.operator.ApiServer;
import io.redisreplicaset.operator.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Events as a real API server keeps them, and as `kubectl describe` looks for them.
final class EventRecorderIT {
    private static final String NAMESPACE = "told";
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    /// Longer than an operator has: what is written is looked at here, and not how soon.
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiServer SERVER = new ApiServer();

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final OperatorMetrics metrics = new OperatorMetrics(new SimpleMeterRegistry());

    @BeforeAll
    static void makeNamespace() {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void an_event_is_about_the_set_and_says_who_reports() {
        SetReference set = new SetReference(NAMESPACE, "cache", "uid-1");

        try (EventRecorder recorder = recorder()) {
            recorder.record(set, Reason.MASTER_SUSPECTED, "cache-0: it is not ready", Optional.of("cache-0"));

            Event event = await().until(() -> eventsAbout(set), list -> !list.isEmpty())
                    .getFirst();
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getReason()).isEqualTo("MasterSuspected");
            assertThat(event.getMessage()).isEqualTo("cache-0: it is not ready");
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("RedisReplicaSet");
            assertThat(event.getSource().getComponent()).isEqualTo("redisreplicaset-operator");
            assertThat(event.getReportingComponent()).isEqualTo("redisreplicaset-operator");
            assertThat(event.getReportingInstance()).isEqualTo("pod-1");
            assertThat(event.getLastTimestamp()).isEqualTo("2026-11-25T12:00:00Z");
        }
    }

    @Test
    void the_same_again_is_counted_and_dated() {
        SetReference set = new SetReference(NAMESPACE, "orders", "uid-2");

        try (EventRecorder recorder = recorder()) {
            for (int i = 0; i < 3; i++) {
                now.set(NOON.plusSeconds(60L * i));
                recorder.record(set, Reason.RECONCILE_FAILED, "no answer", Optional.empty());
            }

            await().untilAsserted(() -> assertThat(eventsAbout(set))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getCount()).isEqualTo(3);
                        assertThat(event.getFirstTimestamp()).isEqualTo("2026-11-25T12:00:00Z");
                        assertThat(event.getLastTimestamp()).isEqualTo("2026-11-25T12:02:00Z");
                    }));
        }
    }

    @Test
    void one_that_was_deleted_is_made_anew() {
        SetReference set = new SetReference(NAMESPACE, "feed", "uid-3");

        try (EventRecorder recorder = recorder()) {
            recorder.record(set, Reason.PAUSED, "as asked", Optional.empty());
            Event first = await().until(() -> eventsAbout(set), list -> !list.isEmpty())
                    .getFirst();
            client().resource(first).delete();

            recorder.record(set, Reason.PAUSED, "as asked", Optional.empty());

            await().untilAsserted(() -> assertThat(eventsAbout(set))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getMetadata().getUid())
                            .isNotEqualTo(first.getMetadata().getUid())));
        }
    }

    @Test
    void what_is_queued_at_the_end_is_still_written() {
        SetReference set = new SetReference(NAMESPACE, "last", "uid-4");

        try (EventRecorder recorder = recorder()) {
            recorder.record(set, Reason.MASTER_ELECTED, "last-0 is master of epoch 1", Optional.of("last-0"));
        }

        assertThat(eventsAbout(set)).hasSize(1);
    }

    @Test
    void a_namespace_that_is_gone_fails_nobody() {
        SetReference set = new SetReference("nowhere", "cache", "uid-5");

        try (EventRecorder recorder = recorder()) {
            recorder.record(set, Reason.PAUSED, "as asked", Optional.empty());
        }

        assertThat(eventsAbout(set)).isEmpty();
    }

    private EventRecorder recorder() {
        return new EventRecorder(client(), "pod-1", metrics, now::get, LAST_WORDS);
    }

    private static List<Event> eventsAbout(SetReference set) {
        return client().v1()
                .events()
                .inNamespace(set.namespace())
                .withField("involvedObject.uid", set.uid())
                .list()
                .getItems();
    }

    private static KubernetesClient client() {
        return SERVER.client();
    }
}
