package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SetIntentTest {
    @Test
    void names_the_nodes_by_ordinal() {
        SetIntent intent = SetSketch.justMade(3).intent();

        assertThat(intent.names()).containsExactly("cache-0", "cache-1", "cache-2");
        assertThat(intent.wants("cache-2")).isTrue();
        assertThat(intent.wants("cache-3")).isFalse();
        assertThat(SetIntent.ordinalOf("my-cache-12")).isEqualTo(12);
    }

    @Test
    void a_majority_commits_where_nothing_else_is_wanted() {
        SetIntent intent = SetSketch.justMade(3).intent();

        assertThat(IntStream.rangeClosed(1, 5).map(intent::writeQuorumOf)).containsExactly(1, 2, 2, 3, 3);
    }

    @Test
    void a_wanted_quorum_is_never_more_than_there_are_voters() {
        SetSketch set = SetSketch.justMade(5);
        set.writeQuorum = OptionalInt.of(4);

        assertThat(IntStream.rangeClosed(1, 5).map(set.intent()::writeQuorumOf)).containsExactly(1, 2, 3, 4, 4);
    }

    @Test
    void in_mode_async_the_quorum_guards_changes_of_voters_only_and_is_a_majority() {
        SetSketch set = SetSketch.justMade(5).async();
        set.writeQuorum = OptionalInt.of(1);

        assertThat(set.intent().writeQuorumOf(5)).isEqualTo(3);
    }

    @Test
    void refuses_a_set_without_a_node() {
        SetSketch set = SetSketch.justMade(1);
        set.replicas = 0;

        assertThatThrownBy(set::intent).hasMessage("replicas: wanted 1 or more, got 0");
    }
}
