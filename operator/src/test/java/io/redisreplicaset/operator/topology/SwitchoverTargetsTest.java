package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SwitchoverTargetsTest {
    private static void isNoTargetWhen(Consumer<NodeSketch> change) {
        SetSketch set = SetSketch.running(3).with(1, change);

        assertThat(SwitchoverTargets.all(set.sight())).containsExactly(set.voter(2));
    }

    @Test
    void every_synced_voter_but_the_master_can_take_over() {
        SetSketch set = SetSketch.running(3);

        assertThat(SwitchoverTargets.all(set.sight())).containsExactly(set.voter(1), set.voter(2));
    }

    @Test
    void not_a_node_that_is_not_synced() {
        isNoTargetWhen(node -> node.synced = false);
    }

    @Test
    void not_a_node_that_may_have_forgotten_something() {
        isNoTargetWhen(node -> node.intact = false);
    }

    @Test
    void not_a_node_that_is_about_to_end() {
        isNoTargetWhen(node -> node.deleting = true);
        isNoTargetWhen(node -> node.shuttingDown = true);
    }

    @Test
    void not_a_node_whose_priority_forbids_it() {
        isNoTargetWhen(node -> node.priority = 0);
    }

    @Test
    void not_a_node_that_does_not_answer() {
        isNoTargetWhen(NodeSketch::silent);
    }

    @Test
    void not_a_name_that_came_back_on_another_disk() {
        isNoTargetWhen(node -> node.disk = "disk-1b");
    }

    @Test
    void not_a_learner_and_not_a_node_that_is_scaled_away() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 2;

        assertThat(SwitchoverTargets.all(set.sight())).containsExactly(set.voter(1));
    }

    @Test
    void the_best_is_of_the_current_revision_then_of_the_lower_priority_then_of_the_lower_ordinal() {
        SetSketch set = SetSketch.running(4);
        assertThat(SwitchoverTargets.best(set.sight())).contains(set.voter(1));

        set.node(2).priority = 10;
        assertThat(SwitchoverTargets.best(set.sight())).contains(set.voter(2));

        set.revision = "r2";
        set.node(3).revision = "r2";
        assertThat(SwitchoverTargets.best(set.sight())).contains(set.voter(3));
    }
}
