package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.resource.SceneNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeavingNodesTest {
    @Test
    void a_node_that_has_let_go_of_its_upstream_to_end_is_not_told_whom_to_follow() {
        assertThat(told(SceneNode.replica(3).fenced(1).leaving())).isEmpty();
    }

    @Test
    void one_that_is_fenced_and_stays_is_told() {
        assertThat(told(SceneNode.replica(3).fenced(1))).containsExactly("cache-3");
    }

    @Test
    void one_that_still_follows_somebody_else_is_told_although_it_is_leaving() {
        assertThat(told(SceneNode.replica(3).following(1).leaving())).containsExactly("cache-3");
    }

    private static List<String> told(SceneNode node) {
        return Scene.of(SceneNode.master(0), SceneNode.replica(1), SceneNode.replica(2), node).step().actions().stream()
                .filter(Action.Follow.class::isInstance)
                .map(action -> ((Action.Follow) action).node())
                .toList();
    }
}
