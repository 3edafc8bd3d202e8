package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.resource.SceneNode;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeStatus;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StatusNewsTest {
    @Test
    void offsets_and_ages_are_no_news() {
        assertThat(differ(SceneNode.replica(1), SceneNode.replica(1).at(99_999).heard(240)))
                .isFalse();
        assertThat(differ(
                        SceneNode.replica(1).withoutLink(100),
                        SceneNode.replica(1).withoutLink(900)))
                .isFalse();
    }

    @Test
    void that_a_peer_is_heard_for_the_first_time_is_news() {
        assertThat(differ(SceneNode.replica(1).heard(-1), SceneNode.replica(1).heard(0)))
                .isTrue();
    }

    static Stream<UnaryOperator<SceneNode>> changes() {
        return Stream.of(
                node -> node.fenced(1),
                node -> node.ofEpoch(2),
                node -> node.inProcess(2),
                node -> node.onDisk("another"),
                node -> node.notIntact(),
                node -> node.following(2),
                node -> node.copying(),
                node -> node.withoutLink(1),
                node -> node.paused());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void what_can_change_a_decision_is_news(UnaryOperator<SceneNode> change) {
        assertThat(differ(SceneNode.replica(1), change.apply(SceneNode.replica(1))))
                .isTrue();
    }

    @Test
    void that_a_node_answers_no_more_is_news_and_that_it_still_does_not_is_none() {
        Fact<NodeStatus> known = fact(SceneNode.replica(1));
        Fact<NodeStatus> unknown = fact(SceneNode.replica(1).silent());

        assertThat(StatusNews.differ(known, unknown)).isTrue();
        assertThat(StatusNews.differ(unknown, known)).isTrue();
        assertThat(StatusNews.differ(unknown, new Fact.Unknown<>("connection refused", Scene.NOW.plusSeconds(9))))
                .isFalse();
    }

    private static boolean differ(SceneNode before, SceneNode after) {
        return StatusNews.differ(fact(before), fact(after));
    }

    private static Fact<NodeStatus> fact(SceneNode node) {
        return node.observed(Scene.NOW).status();
    }
}
