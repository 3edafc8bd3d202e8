package io.redisreplicaset.operator.local;

import java.nio.file.Path;
import java.util.List;

/// The first lines: where the set is, and what to try.
final class Greeting {
    private Greeting() {}

    static List<String> lines(LocalOptions options, String name, Path folder) {
        return List.of(
                "Set " + name + ": port " + options.masterPort() + " leads to the master, " + options.replicaPort()
                        + " to the replicas, nodes from " + options.firstNodePort() + ".",
                "Data and logs: " + folder,
                "",
                "Try, in another terminal:",
                "  redis-cli -p " + options.masterPort() + " set greeting hello",
                "  redis-cli -p " + options.replicaPort() + " get greeting",
                "  redis-cli -p " + options.masterPort() + " info replication",
                "  kill -9 $(redis-cli -p " + options.masterPort()
                        + " info server | awk -F: '/^process_id/ {print $2+0}')   # and write again",
                "Save " + options.file() + " while it runs to change the set: replicas, topology, config.",
                "Ctrl-C ends the set and keeps its data.",
                "");
    }
}
