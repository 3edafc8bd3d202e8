package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.SpecYaml;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PodDifferenceTest {
    @Test
    void none_where_nothing_changed() {
        assertThat(PodDifference.between(pod("podLabels: {team: a}"), pod("podLabels: {team: a}")))
                .isEqualTo(new PodDifference.None());
    }

    @Test
    void none_for_what_others_put_on_the_pod() {
        Pod actual = new PodBuilder(pod("{}"))
                .editMetadata()
                .addToLabels("mesh", "on")
                .addToAnnotations("cni", "10.0.0.7")
                .endMetadata()
                .editSpec()
                .withNodeName("host-1")
                .withPriority(0)
                .endSpec()
                .build();

        assertThat(PodDifference.between(pod("{}"), actual)).isEqualTo(new PodDifference.None());
    }

    @Test
    void none_for_a_template_of_another_release() {
        Pod actual = new PodBuilder(pod("{}"))
                .editSpec()
                .withTerminationGracePeriodSeconds(99L)
                .editFirstContainer()
                .withImage("registry.example.com/node:0")
                .endContainer()
                .endSpec()
                .build();

        assertThat(PodDifference.between(pod("{}"), actual)).isEqualTo(new PodDifference.None());
    }

    @Test
    void another_revision_needs_another_pod() {
        Pod wanted = pod("config: {maxmemory: 1gb}");

        assertThat(PodDifference.between(wanted, pod("{}")))
                .isEqualTo(new PodDifference.Replace(
                        PodRevision.of(SpecYaml.spec("{}")),
                        PodRevision.of(SpecYaml.spec("config: {maxmemory: 1gb}"))));
    }

    @Test
    void a_pod_without_a_revision_needs_another_pod() {
        Pod actual = new PodBuilder(pod("{}"))
                .editMetadata()
                .withLabels(null)
                .endMetadata()
                .build();

        assertThat(PodDifference.between(pod("{}"), actual)).isInstanceOf(PodDifference.Replace.class);
    }

    @Test
    void another_role_is_a_label() {
        Pod wanted = NodePods.pod(SpecYaml.set("cache", "{}"), 0, NodeRole.FENCED, "image");

        assertThat(PodDifference.between(wanted, pod("{}")))
                .isEqualTo(new PodDifference.Relabel(Map.of("redisreplicaset.io/role", "fenced"), Map.of()));
    }

    @Test
    void a_label_that_the_user_takes_out_goes_and_that_of_another_stays() {
        Pod actual = new PodBuilder(pod("podLabels: {team: a, tier: gold}"))
                .editMetadata()
                .addToLabels("mesh", "on")
                .endMetadata()
                .build();

        Map<String, @Nullable String> labels = new HashMap<>();
        labels.put("team", "b");
        labels.put("tier", null);
        assertThat(PodDifference.between(pod("podLabels: {team: b}"), actual))
                .isEqualTo(new PodDifference.Relabel(labels, Map.of("redisreplicaset.io/pod-labels", "team")));
    }

    @Test
    void the_last_annotation_that_the_user_takes_out_goes_with_its_memory() {
        Map<String, @Nullable String> annotations = new HashMap<>();
        annotations.put("note", null);
        annotations.put("redisreplicaset.io/pod-annotations", null);
        assertThat(PodDifference.between(pod("{}"), pod("podAnnotations: {note: x}")))
                .isEqualTo(new PodDifference.Relabel(Map.of(), annotations));
    }

    @Test
    void what_was_relabelled_has_no_difference_left() {
        Pod before = pod("{podLabels: {team: a, tier: gold}, podAnnotations: {note: x}}");
        Pod wanted = pod("{podLabels: {team: b}, podAnnotations: {other: y}}");

        assertThat(PodDifference.between(wanted, before))
                .isInstanceOfSatisfying(PodDifference.Relabel.class, relabel -> {
                    assertThat(PodDifference.between(wanted, patched(before, relabel)))
                            .isEqualTo(new PodDifference.None());
                });
    }

    private static Pod patched(Pod pod, PodDifference.Relabel relabel) {
        Map<String, String> labels = new HashMap<>(pod.getMetadata().getLabels());
        relabel.labels().forEach((key, value) -> labels.compute(key, (k, old) -> value));
        Map<String, String> annotations = new HashMap<>(pod.getMetadata().getAnnotations());
        relabel.annotations().forEach((key, value) -> annotations.compute(key, (k, old) -> value));
        return new PodBuilder(pod)
                .editMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private static Pod pod(String spec) {
        return NodePods.pod(SpecYaml.set("cache", spec), 0, NodeRole.MASTER, "image");
    }
}
