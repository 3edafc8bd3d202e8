package io.redisreplicaset.operator.topology;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.TopologyType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// What the user wants of the set, resolved: no field is left to a default.
///
/// @param writeQuorum how many voters commit a write; empty for a majority
/// @param persistent a node that is deleted and made again comes back with its disk
/// @param failoverEnabled without it a dead master is reported and left alone
/// @param revision what the nodes should be made from
/// @param switchoverTo the name of the node that should be master, by request
/// @param allowDataLoss the epoch at which the user allowed to go on with less than everything
public record SetIntent(
        String setName,
        int replicas,
        Durability durability,
        OptionalInt writeQuorum,
        TopologyType topology,
        Duration detectionTimeout,
        boolean persistent,
        boolean failoverEnabled,
        String revision,
        Optional<String> switchoverTo,
        OptionalLong allowDataLoss) {
    public SetIntent {
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas: wanted 1 or more, got " + replicas);
        }
    }

    /// The names that should exist, by ordinal.
    public List<String> names() {
        return IntStream.range(0, replicas).mapToObj(this::name).toList();
    }

    public String name(int ordinal) {
        return setName + "-" + ordinal;
    }

    public boolean wants(String name) {
        return names().contains(name);
    }

    /// How many of `voters` voters commit a write: never more than there are, never fewer than a majority would
    /// be in mode async, where the quorum only guards changes of voters.
    public int writeQuorumOf(int voters) {
        int majority = voters / 2 + 1;
        return durability == Durability.ASYNC
                ? majority
                : Math.clamp(writeQuorum.orElse(majority), 1, Math.max(1, voters));
    }

    public VoterGroup groupOf(List<Voter> voters) {
        return new VoterGroup(voters, writeQuorumOf(voters.size()));
    }

    /// The number behind the last dash of a node's name.
    public static int ordinalOf(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
