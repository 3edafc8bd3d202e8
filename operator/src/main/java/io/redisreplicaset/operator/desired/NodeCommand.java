package io.redisreplicaset.operator.desired;

import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The command line of a data node, after the program's name.
///
/// Each directive is two arguments, its name with two dashes and its whole value; a value is never split here, so that
/// nothing in it can become a directive. The user's come last and cannot be the operator's: the spec was checked.
public final class NodeCommand {
    static final String DATA_DIRECTORY = "/data";

    private static final String SNAPSHOT_RULES = "save";

    /// A snapshot after an hour with a change, five minutes with a hundred, or one with ten thousand.
    private static final String SNAPSHOTS_ON_A_VOLUME = "3600 1 300 100 60 10000";

    /// An emptyDir goes with its pod: what is written there is read by nobody.
    private static final String NO_SNAPSHOTS = "";

    private static final String FULL_SYNC_DELAY = "repl-diskless-sync-delay";

    /// Redis waits five seconds for more replicas to share a copy. In a set a replica that is not synced is a vote less
    /// for that long.
    private static final String AT_ONCE = "0";

    private NodeCommand() {}

    /// Where a node listens and keeps its data.
    ///
    /// @param keepsData the folder is still there when the node starts again elsewhere
    public record Place(int port, int adminPort, String dataDirectory, boolean keepsData) {}

    public static List<String> arguments(RedisReplicaSet set, int ordinal) {
        boolean keepsData = set.getSpec().persistence().enabled();
        return arguments(set, ordinal, new Place(NodePorts.REDIS, NodePorts.ADMIN, DATA_DIRECTORY, keepsData));
    }

    /// The same node elsewhere than in a pod.
    public static List<String> arguments(RedisReplicaSet set, int ordinal, Place place) {
        RedisReplicaSetSpec spec = set.getSpec();
        List<String> arguments = new ArrayList<>();
        add(arguments, "port", String.valueOf(place.port()));
        add(arguments, "dir", place.dataDirectory());
        add(arguments, "admin-port", String.valueOf(place.adminPort()));
        add(arguments, "replicaset-id", SetIdentity.of(set));
        add(arguments, "replicaset-name", Names.node(set.getMetadata().getName(), ordinal));
        add(arguments, "replicaset-durability", spec.durability().directive());
        add(
                arguments,
                "replicaset-detection-timeout",
                String.valueOf(spec.failover().detectionTimeoutMillis()));
        add(arguments, "replicaset-isolation", spec.isolation().directive());
        add(arguments, "replicaset-isolation-timeout", String.valueOf(spec.isolationTimeoutMillis()));
        TreeMap<String, String> directives = new TreeMap<>(spec.config());
        directives.putIfAbsent(SNAPSHOT_RULES, place.keepsData() ? SNAPSHOTS_ON_A_VOLUME : NO_SNAPSHOTS);
        directives.putIfAbsent(FULL_SYNC_DELAY, AT_ONCE);
        directives.forEach((name, value) -> add(arguments, name, value));
        return List.copyOf(arguments);
    }

    private static void add(List<String> arguments, String directive, String value) {
        arguments.add("--" + directive);
        arguments.add(value);
    }
}
