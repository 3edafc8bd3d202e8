package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.resource.SceneNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HappeningsTest {
    private final Map<String, Happenings.LastSeen> lastSeen = new HashMap<>();

    @Test
    void a_node_that_is_seen_for_the_first_time_is_no_happening() {
        assertThat(see(SceneNode.replica(1).inProcess(7))).isEmpty();
    }

    @Test
    void where_nothing_changed_there_is_nothing_to_tell() {
        see(SceneNode.master(0), SceneNode.replica(1));

        assertThat(see(
                        SceneNode.master(0).at(2000),
                        SceneNode.replica(1).at(2000).heard(90)))
                .isEmpty();
    }

    @Test
    void another_process_is_told() {
        see(SceneNode.replica(1));

        assertThat(see(SceneNode.replica(1).inProcess(2)))
                .containsExactly("NodeRestarted cache-1: cache-1 runs as a new process");
    }

    @Test
    void a_process_that_cannot_prove_what_it_holds_is_told_as_such() {
        see(SceneNode.replica(1));

        assertThat(see(SceneNode.replica(1).inProcess(2).notIntact()))
                .containsExactly(
                        "NodeRestarted cache-1: cache-1 runs as a new process, which cannot prove that it holds all");
    }

    @Test
    void another_disk_is_told_and_not_that_the_process_is_another_one_too() {
        see(SceneNode.replica(1));

        assertThat(see(SceneNode.replica(1).onDisk("new").inProcess(2)))
                .containsExactly("NodeReplaced cache-1: cache-1 is on another disk, and has to copy the data first");
    }

    @Test
    void a_node_that_was_unknown_in_between_is_compared_with_what_it_said_before() {
        see(SceneNode.replica(1));
        assertThat(see(SceneNode.replica(1).silent())).isEmpty();
        assertThat(see()).isEmpty();

        assertThat(see(SceneNode.replica(1).inProcess(2))).hasSize(1);
    }

    @Test
    void a_node_that_comes_back_as_it_was_is_no_happening() {
        see(SceneNode.replica(1));
        see(SceneNode.replica(1).silent());

        assertThat(see(SceneNode.replica(1))).isEmpty();
    }

    @Test
    void two_restarts_are_two_happenings() {
        see(SceneNode.replica(1));

        assertThat(see(SceneNode.replica(1).inProcess(2))).hasSize(1);
        assertThat(see(SceneNode.replica(1).inProcess(3))).hasSize(1);
        assertThat(see(SceneNode.replica(1).inProcess(3))).isEmpty();
    }

    @Test
    void a_master_that_promised_a_later_epoch_takes_no_more_writes() {
        see(SceneNode.master(0));

        assertThat(see(SceneNode.master(0).fenced(2)))
                .containsExactly("NodeFenced cache-0: cache-0 takes no more writes: it promised epoch 2");
        assertThat(see(SceneNode.master(0).fenced(3)))
                .as("it is fenced already")
                .isEmpty();
    }

    @Test
    void a_replica_that_promised_a_later_epoch_had_no_writes_to_take() {
        see(SceneNode.replica(1));

        assertThat(see(SceneNode.replica(1).fenced(2))).isEmpty();
    }

    @Test
    void a_change_of_voters_gives_the_master_back_what_it_takes() {
        see(SceneNode.master(0));
        Attempt attempt = new Attempt(
                2,
                "somebody",
                Attempt.Kind.VOTERS,
                Attempt.Stage.FENCING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "cache-3 is synced",
                0,
                Scene.NOW);

        assertThat(see(Scene.of(SceneNode.master(0).fenced(2)).with(attempt))).isEmpty();
    }

    @Test
    void a_master_that_was_away_and_heard_of_its_successor_has_promised_nothing() {
        see(SceneNode.master(0));

        assertThat(see(SceneNode.master(0).fenced(1)))
                .containsExactly("NodeFenced cache-0: cache-0 takes no more writes: it heard of a later epoch");
    }

    @Test
    void a_process_that_somebody_ended_is_expected_to_be_another_one() {
        see(SceneNode.replica(1));
        see(SceneNode.replica(1).leaving());
        see();

        assertThat(see(SceneNode.replica(1).inProcess(2))).isEmpty();
        assertThat(see(SceneNode.replica(1).inProcess(3)))
                .as("and nobody ended that one")
                .hasSize(1);
    }

    @Test
    void a_copy_is_told_with_its_upstream_as_long_as_it_goes_on() {
        assertThat(states(SceneNode.master(0), SceneNode.replica(1).copying(), SceneNode.replica(2)))
                .containsExactly("NodeResyncing cache-1: cache-1 copies the data of cache-0");
        assertThat(states(SceneNode.master(0), SceneNode.replica(1), SceneNode.replica(2)))
                .isEmpty();
    }

    @Test
    void a_copy_of_somebody_elses_data_is_told_with_the_address() {
        assertThat(states(SceneNode.replica(1).following(6).copying()))
                .containsExactly("NodeResyncing cache-1: cache-1 copies the data of 10.0.0.7:6379");
    }

    @Test
    void another_number_of_nodes_is_told() {
        assertThat(Happenings.ofScale(Scene.intent(3), Scene.intent(3))).isEmpty();
        assertThat(words(Happenings.ofScale(Scene.intent(3), Scene.intent(5))))
                .containsExactly("ScaledUp : From 3 to 5 nodes");
        assertThat(words(Happenings.ofScale(Scene.intent(5), Scene.intent(3))))
                .containsExactly("ScaledDown : From 5 to 3 nodes");
    }

    /// Looks as a coordinator does, and remembers what was said.
    private List<String> see(SceneNode... nodes) {
        return see(Scene.of(nodes));
    }

    private List<String> see(Scene scene) {
        List<String> events = words(Happenings.ofNodes(lastSeen, scene.sight()));
        for (ObservedNode node : scene.sight().observed().nodes()) {
            node.status()
                    .known()
                    .ifPresent(status -> lastSeen.put(node.name(), new Happenings.LastSeen(status, node.deleting())));
        }
        return events;
    }

    private static List<String> states(SceneNode... nodes) {
        return words(Happenings.statesOfNodes(Scene.of(nodes).sight()));
    }

    private static List<String> words(List<Action.Emit> events) {
        return events.stream()
                .map(event -> event.reason().word() + " " + event.node().orElse("") + ": " + event.message())
                .toList();
    }
}
