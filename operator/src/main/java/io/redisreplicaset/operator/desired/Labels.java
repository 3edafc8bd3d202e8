package io.redisreplicaset.operator.desired;

import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// The labels of the objects of a set. Services and budgets select by the first of ours, which never changes, and by
/// the role, which the failover protocol changes.
public final class Labels {
    public static final String SET = RedisReplicaSet.GROUP + "/set";
    public static final String NODE = RedisReplicaSet.GROUP + "/node";
    public static final String ROLE = RedisReplicaSet.GROUP + "/role";
    public static final String REVISION = RedisReplicaSet.GROUP + "/revision";

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "redisreplicaset-operator";

    private Labels() {}

    /// What every object of a set carries.
    public static Map<String, String> ofSet(String set) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", "redisreplicaset");
        labels.put("app.kubernetes.io/instance", set);
        labels.put("app.kubernetes.io/component", "data-node");
        labels.put("app.kubernetes.io/part-of", "redisreplicaset");
        labels.put(MANAGED_BY, OPERATOR);
        labels.put(SET, set);
        return labels;
    }

    /// What the pod and the volume of a node carry besides.
    public static Map<String, String> ofNode(String set, int ordinal) {
        Map<String, String> labels = ofSet(set);
        labels.put(NODE, Names.node(set, ordinal));
        return labels;
    }

    /// Selects all pods of a set.
    public static Map<String, String> selector(String set) {
        return Map.of(SET, set);
    }

    /// Selects the pods of a set that have this role.
    public static Map<String, String> selector(String set, NodeRole role) {
        Map<String, String> selector = new LinkedHashMap<>();
        selector.put(SET, set);
        selector.put(ROLE, role.word());
        return selector;
    }

    /// `selector(set)` as text, for `status.selector`.
    public static String selectorText(String set) {
        return SET + "=" + set;
    }
}
