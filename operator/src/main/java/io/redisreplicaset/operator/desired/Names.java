package io.redisreplicaset.operator.desired;

import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.OptionalInt;

/// What the objects of a set are called.
public final class Names {
    private Names() {}

    /// The node, its pod and its host name; it outlives disks and pods.
    public static String node(String set, int ordinal) {
        return set + "-" + ordinal;
    }

    /// The ordinal of a node, or empty where the name is none of this set's.
    public static OptionalInt ordinal(String set, String node) {
        String prefix = set + "-";
        if (!node.startsWith(prefix)) {
            return OptionalInt.empty();
        }
        String digits = node.substring(prefix.length());
        boolean isOrdinal = digits.matches("0|[1-9][0-9]{0,8}");
        return isOrdinal ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    public static String claim(String set, int ordinal) {
        return "data-" + node(set, ordinal);
    }

    /// The Service that leads to the master.
    public static String masterService(String set) {
        return set;
    }

    /// The Service that leads to the replicas, for reads.
    public static String replicaService(String set) {
        return set + "-ro";
    }

    /// The headless Service that gives each node a name of its own.
    public static String nodesService(String set) {
        return set + "-nodes";
    }

    public static String generatedSecret(String set) {
        return set + "-auth";
    }

    public static String account(String set) {
        return set;
    }

    public static String disruptionBudget(String set) {
        return set;
    }

    /// The DNS name of a node, the same for each pod that it will ever have.
    public static String host(RedisReplicaSet set, int ordinal) {
        String name = set.getMetadata().getName();
        return node(name, ordinal) + "." + nodesService(name) + "."
                + set.getMetadata().getNamespace() + ".svc";
    }
}
