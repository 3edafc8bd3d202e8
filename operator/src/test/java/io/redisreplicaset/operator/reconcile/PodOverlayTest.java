package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class PodOverlayTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final PodOverlay overlay = new PodOverlay(now::get);
    private final Pod pod = TestPods.atVersion(TestPods.running("cache-1"), 100);

    @Test
    void a_pod_that_was_just_made_is_there_before_the_informer_says_so() {
        overlay.wrote(pod);

        assertThat(over()).containsExactly(pod);
    }

    @Test
    void what_was_written_last_hides_what_was_read_before_it() {
        Pod written = TestPods.atVersion(pod, 105);
        overlay.wrote(written);

        assertThat(over(pod)).containsExactly(written);
    }

    @Test
    void what_is_read_later_counts_again() {
        overlay.wrote(TestPods.atVersion(pod, 105));
        Pod read = TestPods.atVersion(pod, 106);

        assertThat(over(read)).containsExactly(read);
        assertThat(over()).isEmpty();
    }

    @Test
    void a_pod_that_is_gone_is_gone() {
        overlay.wrote(pod);

        overlay.gone(TestPods.atVersion(pod, 110));

        assertThat(over()).isEmpty();
    }

    @Test
    void a_pod_whose_end_was_heard_before_the_answer_to_a_write_is_gone_as_well() {
        overlay.gone(TestPods.atVersion(pod, 110));

        overlay.wrote(TestPods.atVersion(pod, 109));

        assertThat(over()).isEmpty();
    }

    @Test
    void the_end_of_its_predecessor_does_not_hide_a_new_pod() {
        Pod successor = new PodBuilder(TestPods.atVersion(pod, 120))
                .editMetadata()
                .withUid("another")
                .endMetadata()
                .build();
        overlay.wrote(successor);

        overlay.gone(TestPods.atVersion(pod, 119));

        assertThat(over()).containsExactly(successor);
    }

    @Test
    void after_a_while_only_the_informer_counts() {
        overlay.wrote(pod);

        now.set(Instant.EPOCH.plus(PodOverlay.LIFETIME).plusMillis(1));

        assertThat(over()).isEmpty();
    }

    @Test
    void pods_of_another_namespace_or_name_are_not_laid_over_a_set() {
        overlay.wrote(pod);

        assertThat(overlay.over(List.of(), "bank", "cache")).isEmpty();
        assertThat(overlay.over(List.of(), "shop", "orders")).isEmpty();
    }

    private List<Pod> over(Pod... cached) {
        return overlay.over(List.of(cached), "shop", "cache");
    }
}
