package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VoterGroupTest {
    private static VoterGroup group(int voters, int writeQuorum) {
        return new VoterGroup(
                IntStream.range(0, voters)
                        .mapToObj(i -> new Voter("disk-" + i, "cache-" + i))
                        .toList(),
                writeQuorum);
    }

    @Test
    void any_write_quorum_and_any_election_quorum_have_a_voter_in_common() {
        for (int voters = 1; voters <= 7; voters++) {
            for (int writeQuorum = 1; writeQuorum <= voters; writeQuorum++) {
                VoterGroup group = group(voters, writeQuorum);

                assertThat(group.writeQuorum() + group.electionQuorum()).isEqualTo(voters + 1);
            }
        }
    }

    @Test
    void a_majority_is_more_than_half() {
        assertThat(IntStream.rangeClosed(1, 5).map(voters -> group(voters, 1).majority()))
                .containsExactly(1, 2, 2, 3, 3);
    }

    @Test
    void refuses_a_quorum_that_the_voters_cannot_reach() {
        assertThatThrownBy(() -> group(3, 4)).hasMessage("writeQuorum: wanted 1 to 3 (the voters), got 4");
        assertThatThrownBy(() -> group(3, 0)).hasMessageContaining("got 0");
    }

    @Test
    void is_the_same_in_whatever_order_but_not_with_another_quorum() {
        VoterGroup group = group(3, 2);
        VoterGroup reversed = new VoterGroup(group.voters().reversed(), 2);

        assertThat(group.isSameAs(reversed)).isTrue();
        assertThat(group.isSameAs(new VoterGroup(group.voters(), 3))).isFalse();
        assertThat(group.isSameAs(group(2, 2))).isFalse();
    }

    @Test
    void a_voter_is_a_disk_and_not_a_name() {
        VoterGroup group = new VoterGroup(List.of(new Voter("disk-0", "cache-0")), 1);

        assertThat(group.contains("disk-0")).isTrue();
        assertThat(group.contains("disk-0b")).isFalse();
        assertThat(group.named("cache-0")).contains(new Voter("disk-0", "cache-0"));
    }
}
