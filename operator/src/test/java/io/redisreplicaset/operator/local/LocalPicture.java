package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.LinkStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.api.SpecYaml;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A set of three in a chain, for tests of how it is shown.
final class LocalPicture {
    private LocalPicture() {}

    static RedisReplicaSet running(Instant since) {
        RedisReplicaSet set = SpecYaml.set("cache", "{replicas: 3, durability: Quorum, topology: {type: Chain}}");
        set.getMetadata().setCreationTimestamp(since.toString());
        set.setStatus(RedisReplicaSetStatus.empty().toBuilder()
                .phase(Phase.RUNNING)
                .readyReplicas(3)
                .master("cache-0")
                .epoch(4)
                .nodes(List.of(
                        node("cache-0", NodeRole.MASTER, null, LinkStatus.NONE),
                        node("cache-1", NodeRole.REPLICA, "cache-0", LinkStatus.UP),
                        node("cache-2", NodeRole.REPLICA, "cache-1", LinkStatus.UP)))
                .build());
        return set;
    }

    static DataNodeStatus node(String name, NodeRole role, @Nullable String upstream, LinkStatus link) {
        return new DataNodeStatus(name, role, upstream, true, link, true, "0123456789", "disk", "process");
    }

    static List<String> nodeLines(RedisReplicaSet set) {
        return SetColumns.nodes(set, from(7010), from(100));
    }

    /// Counts up from there by the node's ordinal.
    private static ToIntFunction<String> from(int first) {
        return name -> first + Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
