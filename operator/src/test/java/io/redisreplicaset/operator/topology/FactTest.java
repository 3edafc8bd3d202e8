package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Facts and their age: what a [Sight] still acts on.
final class FactTest {
    @Test
    void unknown_is_not_absent() {
        SetSketch set = SetSketch.running(3).with(1, NodeSketch::silent);

        assertThat(set.sight().observed().node("cache-1")).isPresent();
        assertThat(set.sight().fresh("cache-1")).isEmpty();
    }

    @Test
    void a_status_is_acted_on_until_it_is_older_than_the_detection_timeout() {
        SetSketch set = SetSketch.running(3);

        assertThat(set.later(SetSketch.TIMEOUT).sight().fresh("cache-1")).isPresent();
        assertThat(set.later(Duration.ofMillis(1)).sight().fresh("cache-1")).isEmpty();
    }

    @Test
    void an_old_status_still_tells_which_disk_it_was() {
        SetSketch set = SetSketch.running(3).later(Duration.ofMinutes(5));

        assertThat(set.sight().observed().statusOf(set.voter(1))).isPresent();
    }

    @Test
    void a_disk_is_gone_when_another_one_answers_under_its_name() {
        SetSketch set = SetSketch.running(3);
        assertThat(set.sight().isGone(set.voter(1))).isFalse();

        set.with(1, NodeSketch::onNewDisk);

        assertThat(set.sight().isGone(set.voter(1))).isTrue();
        assertThat(set.sight().fresh(set.voter(1))).isEmpty();
    }

    @Test
    void a_disk_is_not_gone_while_nobody_answers_or_no_node_exists() {
        SetSketch silent = SetSketch.running(3).with(1, NodeSketch::silent);
        SetSketch absent = SetSketch.running(3).without(1);

        assertThat(silent.sight().isGone(silent.voter(1))).isFalse();
        assertThat(absent.sight().isGone(absent.voter(1))).isFalse();
    }

    @Test
    void the_serving_master_is_the_recorded_one_that_says_so_itself() {
        assertThat(SetSketch.running(3).sight().servingMaster()).isPresent();
        assertThat(SetSketch.running(3)
                        .with(0, node -> node.promised(2))
                        .sight()
                        .servingMaster())
                .isEmpty();
        assertThat(SetSketch.running(3).with(0, node -> node.epoch = 2).sight().servingMaster())
                .isEmpty();
        assertThat(SetSketch.running(3).with(0, NodeSketch::silent).sight().servingMaster())
                .isEmpty();
    }

    @Test
    void a_replica_is_synced_in_the_present_epoch_only() {
        SetSketch set = SetSketch.running(3);
        assertThat(set.sight().isSynced(set.node(1).status())).isTrue();

        set.node(1).holds(0, 0);

        assertThat(set.sight().isSynced(set.node(1).status())).isFalse();
    }

    @Test
    void holders_are_the_master_and_its_synced_replicas() {
        SetSketch set = SetSketch.running(3).with(2, node -> node.synced = false);

        assertThat(set.sight().holders(set.groupOf(0, 1, 2))).isEqualTo(2);
    }

    @Test
    void a_refusal_is_remembered_for_as_long_as_it_takes_to_try_again() {
        SetSketch set = SetSketch.running(3)
                .with(1, node -> node.refusal = Optional.of(new Refusal("FOLLOW", 1, "STALEEPOCH", SetSketch.NOW)));

        assertThat(set.sight().wasRefusedLately(set.node(1).observed(), "FOLLOW"))
                .isTrue();
        assertThat(set.sight().wasRefusedLately(set.node(1).observed(), "PEERS"))
                .isFalse();
        assertThat(set.later(Deadlines.COMMAND_RETRY)
                        .sight()
                        .wasRefusedLately(set.node(1).observed(), "FOLLOW"))
                .isFalse();
    }
}
