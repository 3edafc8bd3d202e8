package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ElectionRuleTest {
    private static VoterGroup group(int writeQuorum, int... ordinals) {
        return new VoterGroup(
                IntStream.of(ordinals)
                        .mapToObj(i -> new Voter("disk-" + i, "cache-" + i))
                        .toList(),
                writeQuorum);
    }

    private static Set<String> disks(int... ordinals) {
        return Set.copyOf(
                IntStream.of(ordinals).mapToObj(ordinal -> "disk-" + ordinal).toList());
    }

    private static ElectionRule promisedBy(Durability durability, int... intact) {
        return new ElectionRule(durability, disks(intact), disks(intact), Set.of(), false);
    }

    private static boolean isEnough(ElectionRule rule, VoterGroup... groups) {
        return rule.lacking(List.of(groups)).isEmpty();
    }

    @Test
    void in_mode_quorum_as_many_as_share_a_node_with_every_write_quorum() {
        assertThat(isEnough(promisedBy(Durability.QUORUM, 1), group(2, 0, 1, 2)))
                .isFalse();
        assertThat(isEnough(promisedBy(Durability.QUORUM, 1, 2), group(2, 0, 1, 2)))
                .isTrue();

        assertThat(isEnough(promisedBy(Durability.QUORUM, 2), group(3, 0, 1, 2)))
                .isTrue();
        assertThat(isEnough(promisedBy(Durability.QUORUM, 1, 2), group(1, 0, 1, 2)))
                .isFalse();
    }

    @Test
    void tells_what_is_missing() {
        assertThat(promisedBy(Durability.QUORUM, 1).lacking(List.of(group(2, 0, 1, 2))))
                .contains("2 intact of 3 voters are needed, 1 there");
    }

    @Test
    void a_promise_of_a_node_that_may_have_forgotten_something_does_not_count() {
        ElectionRule rule = new ElectionRule(Durability.QUORUM, disks(1), disks(1, 2), Set.of(), false);

        assertThat(isEnough(rule, group(2, 0, 1, 2))).isFalse();
    }

    @Test
    void in_mode_quorum_it_is_not_enough_that_everybody_is_accounted_for() {
        ElectionRule rule = new ElectionRule(Durability.QUORUM, Set.of(), disks(0, 1), disks(2), false);

        assertThat(isEnough(rule, group(2, 0, 1, 2))).isFalse();
    }

    @Test
    void a_promise_of_somebody_without_a_vote_does_not_count() {
        assertThat(isEnough(promisedBy(Durability.QUORUM, 1, 7), group(2, 0, 1, 2)))
                .isFalse();
    }

    @Test
    void every_group_has_to_have_enough() {
        VoterGroup before = group(2, 0, 1, 2);
        VoterGroup after = group(2, 1, 2);

        assertThat(isEnough(promisedBy(Durability.QUORUM, 1), after)).isTrue();
        assertThat(isEnough(promisedBy(Durability.QUORUM, 1), before, after)).isFalse();
        assertThat(isEnough(promisedBy(Durability.QUORUM, 1, 2), before, after)).isTrue();
    }

    @Test
    void the_unbroken_latest_master_is_enough_by_itself() {
        ElectionRule rule = new ElectionRule(Durability.QUORUM, disks(0), disks(0), Set.of(), true);

        assertThat(isEnough(rule, group(2, 0, 1, 2), group(3, 0, 1, 2, 3))).isTrue();
    }

    @Test
    void in_mode_async_a_majority() {
        assertThat(isEnough(promisedBy(Durability.ASYNC, 1), group(2, 0, 1, 2))).isFalse();
        assertThat(isEnough(promisedBy(Durability.ASYNC, 1, 2), group(2, 0, 1, 2)))
                .isTrue();
        assertThat(isEnough(promisedBy(Durability.ASYNC, 1, 2), group(3, 0, 1, 2, 3, 4)))
                .isFalse();
    }

    @Test
    void in_mode_async_one_of_two() {
        assertThat(isEnough(promisedBy(Durability.ASYNC, 1), group(2, 0, 1))).isTrue();
        assertThat(isEnough(promisedBy(Durability.ASYNC), group(2, 0, 1))).isFalse();
        assertThat(isEnough(promisedBy(Durability.ASYNC, 0), group(1, 0))).isTrue();
    }

    @Test
    void in_mode_async_it_is_enough_that_waiting_would_bring_nothing() {
        ElectionRule allThere = new ElectionRule(Durability.ASYNC, Set.of(), disks(0, 1, 2), Set.of(), false);
        ElectionRule oneGone = new ElectionRule(Durability.ASYNC, Set.of(), disks(1, 2), disks(0), false);
        ElectionRule oneAway = new ElectionRule(Durability.ASYNC, Set.of(), disks(1, 2), Set.of(), false);

        assertThat(isEnough(allThere, group(2, 0, 1, 2))).isTrue();
        assertThat(isEnough(oneGone, group(2, 0, 1, 2))).isTrue();
        assertThat(isEnough(oneAway, group(2, 0, 1, 2))).isFalse();
    }

    @Test
    void where_all_disks_are_gone_somebody_else_decides() {
        ElectionRule rule = new ElectionRule(Durability.ASYNC, Set.of(), Set.of(), disks(0, 1, 2), false);

        assertThat(isEnough(rule, group(2, 0, 1, 2))).isFalse();
    }
}
