package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UpstreamsTest {
    private static Map<String, String> upstreams(SetSketch set) {
        Sight sight = set.sight();
        ObservedNode master = sight.observed()
                .node(sight.record().master().orElseThrow().node().name())
                .orElseThrow();
        Map<String, String> names = new LinkedHashMap<>();
        new Upstreams(sight, master).byName().forEach((name, upstream) -> names.put(name, upstream.name()));
        return names;
    }

    /// 0 ─► 1 ─► 2 ─► 3
    private static SetSketch chainOfFour() {
        SetSketch set = SetSketch.running(4).chain();
        set.node(2).upstream = Optional.of(SetSketch.address(1).toString());
        set.node(3).upstream = Optional.of(SetSketch.address(2).toString());
        return set;
    }

    @Test
    void in_a_star_all_follow_the_master() {
        assertThat(upstreams(SetSketch.running(3))).isEqualTo(Map.of("cache-1", "cache-0", "cache-2", "cache-0"));
    }

    @Test
    void in_a_chain_each_follows_the_one_before() {
        assertThat(upstreams(chainOfFour()))
                .isEqualTo(Map.of("cache-1", "cache-0", "cache-2", "cache-1", "cache-3", "cache-2"));
    }

    @Test
    void a_chain_runs_from_the_master_wherever_that_is() {
        SetSketch set = chainOfFour()
                .record(record -> record.withMaster(new MasterRecord(new Voter("disk-2", "cache-2"), 1), 1));
        set.node(0).asReplicaIn(1, 2);
        set.node(2).asMasterOf(1, set.groupOf(0, 1, 2, 3));

        assertThat(upstreams(set)).isEqualTo(Map.of("cache-0", "cache-2", "cache-1", "cache-0", "cache-3", "cache-1"));
    }

    @Test
    void a_node_that_does_not_answer_is_left_out_of_the_chain() {
        SetSketch set = chainOfFour().with(1, NodeSketch::silent);

        assertThat(upstreams(set)).containsEntry("cache-2", "cache-0").containsEntry("cache-3", "cache-2");
    }

    @Test
    void a_node_that_is_leaving_carries_nobody() {
        SetSketch set = chainOfFour().with(1, node -> node.deleting = true);

        assertThat(upstreams(set)).containsEntry("cache-2", "cache-0");
    }

    @Test
    void a_node_that_is_scaled_away_carries_nobody() {
        SetSketch set = chainOfFour();
        set.replicas = 2;

        assertThat(upstreams(set)).containsEntry("cache-2", "cache-1").containsEntry("cache-3", "cache-1");
    }

    @Test
    void who_follows_a_replica_that_is_catching_up_stays_with_it() {
        SetSketch set = chainOfFour().with(1, node -> node.synced = false);

        assertThat(upstreams(set)).containsEntry("cache-2", "cache-1");
    }

    @Test
    void nobody_new_is_sent_to_a_replica_that_is_not_synced_and_stable() {
        SetSketch set = chainOfFour();
        set.node(2).upstream = Optional.of(SetSketch.address(0).toString());
        set.node(1).synced = false;
        assertThat(upstreams(set)).containsEntry("cache-2", "cache-0");

        set.node(1).synced = true;
        set.node(1).readySince =
                Optional.of(SetSketch.NOW.minus(Deadlines.STABLE).plusMillis(1));
        assertThat(upstreams(set)).containsEntry("cache-2", "cache-0");

        set.later(Duration.ofMillis(1));
        assertThat(upstreams(set)).containsEntry("cache-2", "cache-1");
    }
}
