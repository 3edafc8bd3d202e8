package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.resource.SceneNode;
import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.ObservedSet;
import io.redisreplicaset.operator.topology.Refusal;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SetViewTest {
    private static final Instant NOW = Scene.NOW;
    private static final SetRecord RECORD = Scene.atRest().sight().record();

    private final Said said = new Said();
    private final SetView view = new SetView(said);

    @Test
    void puts_what_the_runtime_knows_beside_what_the_node_says() {
        Refusal refusal = new Refusal("FOLLOW", 1, "ERR no", NOW);
        said.says(SceneNode.replica(1));
        said.refusals.put("cache-1", refusal);

        ObservedNode node = look(NOW, process("cache-1", "a", true)).nodes().getFirst();

        assertThat(node)
                .isEqualTo(new ObservedNode(
                        "cache-1",
                        Optional.of(new Address("10.0.0.2", 6379)),
                        false,
                        Optional.of(NOW),
                        NOW,
                        false,
                        "0123456789",
                        Optional.of(NodeRole.REPLICA),
                        said.status("cache-1"),
                        Optional.of(refusal)));
    }

    @Test
    void remembers_since_when_a_node_is_there_and_ready() {
        look(NOW, process("cache-1", "a", false));
        look(NOW.plusSeconds(1), process("cache-1", "a", true));

        ObservedNode node = only(NOW.plusSeconds(9), process("cache-1", "a", true));

        assertThat(node.seenSince()).isEqualTo(NOW);
        assertThat(node.readySince()).contains(NOW.plusSeconds(1));
    }

    @Test
    void a_node_that_was_not_ready_for_one_look_begins_anew() {
        look(NOW, process("cache-1", "a", true));
        look(NOW.plusSeconds(1), process("cache-1", "a", false));

        assertThat(only(NOW.plusSeconds(2), process("cache-1", "a", true)).readySince())
                .contains(NOW.plusSeconds(2));
        assertThat(only(NOW.plusSeconds(3), process("cache-1", "a", false)).readySince())
                .isEmpty();
    }

    @Test
    void another_process_begins_anew() {
        look(NOW, process("cache-1", "a", true));

        ObservedNode node = only(NOW.plusSeconds(5), process("cache-1", "b", true));

        assertThat(node.seenSince()).isEqualTo(NOW.plusSeconds(5));
        assertThat(node.readySince()).contains(NOW.plusSeconds(5));
    }

    @Test
    void a_node_that_was_gone_begins_anew() {
        look(NOW, process("cache-1", "a", true));
        look(NOW.plusSeconds(1));

        assertThat(only(NOW.plusSeconds(2), process("cache-1", "a", true)).seenSince())
                .isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void a_master_whose_process_is_another_one_was_restarted() {
        said.says(SceneNode.master(0));
        assertThat(only(NOW, process("cache-0", "a", true)).restarted()).isFalse();

        said.says(SceneNode.joining(0));

        assertThat(only(NOW.plusSeconds(1), process("cache-0", "b", false)).restarted())
                .isTrue();
        assertThat(only(NOW.plusSeconds(2), process("cache-0", "b", false)).restarted())
                .as("and stays so")
                .isTrue();
        assertThat(only(NOW.plusSeconds(3), process("cache-0", "c", false)).restarted())
                .as("whichever it is")
                .isTrue();
    }

    @Test
    void an_answer_of_the_process_before_does_not_make_the_new_one_the_master() {
        said.says(SceneNode.master(0));
        look(NOW, process("cache-0", "a", true));

        // The runtime knows of the new process already, the link to the old one does not yet.
        assertThat(only(NOW.plusMillis(5), process("cache-0", "b", false)).restarted())
                .isTrue();
        assertThat(only(NOW.plusMillis(10), process("cache-0", "b", false)).restarted())
                .isTrue();
    }

    @Test
    void a_restarted_master_that_is_seen_again_and_again_keeps_its_times() {
        said.says(SceneNode.master(0));
        look(NOW, process("cache-0", "a", true));
        said.says(SceneNode.joining(0));
        look(NOW.plusSeconds(1), process("cache-0", "b", true));

        ObservedNode node = only(NOW.plusSeconds(4), process("cache-0", "b", true));

        assertThat(node.seenSince()).isEqualTo(NOW.plusSeconds(1));
        assertThat(node.readySince()).contains(NOW.plusSeconds(1));
    }

    @Test
    void a_restarted_process_that_is_master_of_a_later_epoch_is_the_master() {
        said.says(SceneNode.master(0));
        look(NOW, process("cache-0", "a", true));
        said.says(SceneNode.master(0).ofEpoch(2));
        SetRecord later = RECORD.withMaster(new MasterRecord(SceneNode.master(0).voter(), 2), 1);

        assertThat(view.look(List.of(process("cache-0", "b", true)), later, NOW.plusSeconds(1))
                        .nodes()
                        .getFirst()
                        .restarted())
                .isFalse();
    }

    @Test
    void a_replica_whose_process_is_another_one_is_no_restarted_master() {
        said.says(SceneNode.replica(1));
        look(NOW, process("cache-1", "a", true));

        assertThat(only(NOW.plusSeconds(1), process("cache-1", "b", true)).restarted())
                .isFalse();
    }

    @Test
    void who_never_saw_the_master_cannot_say_that_it_was_restarted() {
        said.says(SceneNode.joining(0));

        assertThat(only(NOW, process("cache-0", "b", true)).restarted()).isFalse();
    }

    private ObservedSet look(Instant now, RuntimeNode... nodes) {
        return view.look(List.of(nodes), RECORD, now);
    }

    private ObservedNode only(Instant now, RuntimeNode node) {
        return look(now, node).nodes().getFirst();
    }

    private static RuntimeNode process(String name, String incarnation, boolean ready) {
        return new RuntimeNode(
                name,
                Optional.of(new Address("10.0.0.2", 6379)),
                false,
                ready,
                incarnation,
                "0123456789",
                Optional.of(NodeRole.REPLICA));
    }

    /// What the nodes said last.
    private static final class Said implements SetView.Answers {
        final Map<String, Fact<NodeStatus>> facts = new HashMap<>();
        final Map<String, Refusal> refusals = new HashMap<>();

        void says(SceneNode node) {
            facts.put(node.name(), node.observed(NOW).status());
        }

        @Override
        public Fact<NodeStatus> status(String node) {
            return facts.getOrDefault(node, new Fact.Unknown<>("not asked", NOW));
        }

        @Override
        public Optional<Refusal> refusal(String node) {
            return Optional.ofNullable(refusals.get(node));
        }
    }
}
