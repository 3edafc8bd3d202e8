package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.LastFailoverStatus;
import io.redisreplicaset.operator.api.LinkStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A set in the columns of `kubectl get redisreplicasets -o wide`, and its nodes in like ones. Pure.
final class SetColumns {
    private static final List<String> SET_HEADER = List.of(
            "NAME", "REPLICAS", "READY", "MASTER", "PHASE", "AGE", "EPOCH", "DURABILITY", "TOPOLOGY", "LAST-FAILOVER");
    private static final List<String> NODE_HEADER = List.of("NODE", "ROLE", "UPSTREAM", "READY", "LINK", "PORT", "PID");

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private SetColumns() {}

    static List<String> set(RedisReplicaSet set, Instant now) {
        RedisReplicaSetStatus status = set.getStatus();
        Phase phase = status.phase();
        LastFailoverStatus last = status.lastFailover();
        return Table.lines(
                SET_HEADER,
                List.of(List.of(
                        set.getMetadata().getName(),
                        String.valueOf(set.getSpec().replicas()),
                        String.valueOf(status.readyReplicas()),
                        orEmpty(status.master()),
                        phase == null ? "" : phase.word(),
                        age(Instant.parse(set.getMetadata().getCreationTimestamp()), now),
                        String.valueOf(status.epoch()),
                        capitalized(set.getSpec().durability().directive()),
                        capitalized(set.getSpec().topology().type().name()),
                        last == null ? "" : age(last.at(), now))));
    }

    /// @param port of a node, by its name
    /// @param pid of its process, by its name
    static List<String> nodes(RedisReplicaSet set, ToIntFunction<String> port, ToIntFunction<String> pid) {
        List<List<String>> rows = set.getStatus().nodes().stream()
                .map(node -> node(node, port.applyAsInt(node.name()), pid.applyAsInt(node.name())))
                .toList();
        return Table.lines(NODE_HEADER, rows);
    }

    private static List<String> node(DataNodeStatus node, int port, int pid) {
        NodeRole role = node.role();
        LinkStatus link = node.linkStatus();
        return List.of(
                node.name(),
                role == null ? "unknown" : role.word(),
                orEmpty(node.upstream()),
                String.valueOf(node.ready()),
                link == null || link == LinkStatus.NONE ? "" : link.word(),
                port == 0 ? "" : String.valueOf(port),
                pid == 0 ? "" : String.valueOf(pid));
    }

    /// A duration in the one or two units that matter, as `kubectl` has it (`duration.HumanDuration`).
    static String age(Instant since, Instant now) {
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 10 * MINUTE) {
            return two(seconds, MINUTE, "m", 1, "s");
        }
        if (seconds < 3 * HOUR) {
            return seconds / MINUTE + "m";
        }
        if (seconds < 8 * HOUR) {
            return two(seconds, HOUR, "h", MINUTE, "m");
        }
        if (seconds < 2 * DAY) {
            return seconds / HOUR + "h";
        }
        if (seconds < 8 * DAY) {
            return two(seconds, DAY, "d", HOUR, "h");
        }
        if (seconds < 2 * YEAR) {
            return seconds / DAY + "d";
        }
        return seconds < 8 * YEAR ? two(seconds, YEAR, "y", DAY, "d") : seconds / YEAR + "y";
    }

    private static String two(long seconds, long unit, String word, long smaller, String smallerWord) {
        long rest = seconds % unit / smaller;
        return seconds / unit + word + (rest == 0 ? "" : rest + smallerWord);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
    }
}
