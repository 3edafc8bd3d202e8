package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.failover.Election.Standing;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.SetSketch;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.Optional;

/// Elections in epoch 2, and what tests ask of their standing.
final class ElectionUnderTest {
    static final long EPOCH = 2;

    private ElectionUnderTest() {}

    static Election election(SetSketch set, Kind kind) {
        return new Election(set.sight(), kind, Optional.empty(), Optional.empty(), true);
    }

    static Standing standing(SetSketch set, Kind kind) {
        return election(set, kind).standing(EPOCH, SetSketch.COORDINATOR);
    }

    static Standing failover(SetSketch set) {
        return standing(set, Kind.FAILOVER);
    }

    static Standing.Won won(Standing standing) {
        assertThat(standing).isInstanceOf(Standing.Won.class);
        return (Standing.Won) standing;
    }

    static String winner(Standing standing) {
        return won(standing).target().name();
    }

    static VoterGroup votersToBe(Standing standing) {
        return won(standing).votersToBe();
    }

    static Standing.Lacking lacking(Standing standing) {
        assertThat(standing).isInstanceOf(Standing.Lacking.class);
        return (Standing.Lacking) standing;
    }

    /// Three voters, the master gone for good, the others have promised epoch 2.
    static SetSketch twoPromised() {
        return SetSketch.running(3)
                .with(0, NodeSketch::silent)
                .with(1, node -> node.promised(EPOCH))
                .with(2, node -> node.promised(EPOCH));
    }
}
