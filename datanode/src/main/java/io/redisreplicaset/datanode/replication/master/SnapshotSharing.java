package io.redisreplicaset.datanode.replication.master;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is sent which snapshot: replicas that come at about the same time share one.
///
/// Sent while it is made, a snapshot can only be had from its first byte: so it waits a little for others to come,
/// and whoever comes later gets the next one. One that goes to a file first serves everyone who comes while it is
/// written.
public final class SnapshotSharing {
    /// Snapshots that are sent at once: a second one, so that a replica that takes its copy slowly does not keep
    /// all others waiting; no more, since each costs a walk over all data and memory for what changes meanwhile.
    public static final int MAX_AT_ONCE = 2;

    private SnapshotSharing() {}

    /// What a replica can take.
    ///
    /// @param takesEndMark a snapshot without a length
    /// @param withoutKeys only what is not kept under keys: `REPLCONF rdb-filter-only functions`
    public record Needs(boolean takesEndMark, boolean withoutKeys) {}

    /// @param replica whoever it is; only told apart
    public record Waiting(long replica, Needs needs, long sinceNanos) {}

    /// @param isOpen whether another replica can still have all of it
    public record Running(long snapshot, boolean isOpen, boolean withoutKeys) {}

    /// @param whileMade `repl-diskless-sync`
    /// @param delayNanos how long such a snapshot waits for others to come
    /// @param enoughReplicas wait no longer once so many have come; 0 for no such number
    public record Policy(boolean whileMade, long delayNanos, long enoughReplicas) {}

    /// What is to be done.
    public sealed interface Decision {
        /// Send it what is sent to others.
        record Join(long replica, long snapshot) implements Decision {}

        /// Begin a snapshot for these.
        ///
        /// @param toFile write it to a file first
        record Begin(List<Long> replicas, boolean toFile, boolean withoutKeys) implements Decision {
            public Begin {
                replicas = List.copyOf(replicas);
            }
        }
    }

    /// What can be done now for those who wait, in the order in which they came.
    public static List<Decision> decide(List<Waiting> waiting, List<Running> running, Policy policy, long nowNanos) {
        List<Decision> decisions = new ArrayList<>();
        Map<Boolean, List<Waiting>> groups = new LinkedHashMap<>();
        for (Waiting each : waiting) {
            Optional<Running> open = running.stream()
                    .filter(snapshot -> snapshot.isOpen()
                            && snapshot.withoutKeys() == each.needs().withoutKeys())
                    .findFirst();
            if (open.isPresent()) {
                decisions.add(new Decision.Join(each.replica(), open.get().snapshot()));
            } else {
                groups.computeIfAbsent(each.needs().withoutKeys(), _ -> new ArrayList<>())
                        .add(each);
            }
        }
        int free = MAX_AT_ONCE - running.size();
        for (List<Waiting> group : groups.values()) {
            if (free > 0 && isReady(group, policy, nowNanos)) {
                decisions.add(new Decision.Begin(
                        group.stream().map(Waiting::replica).toList(),
                        goesToFile(group, policy),
                        group.getFirst().needs().withoutKeys()));
                free--;
            }
        }
        return decisions;
    }

    private static boolean goesToFile(List<Waiting> group, Policy policy) {
        return !policy.whileMade()
                || group.stream().anyMatch(each -> !each.needs().takesEndMark());
    }

    private static boolean isReady(List<Waiting> group, Policy policy, long nowNanos) {
        if (goesToFile(group, policy)) {
            return true;
        }
        boolean areEnough = policy.enoughReplicas() > 0 && group.size() >= policy.enoughReplicas();
        return areEnough || nowNanos - oldest(group) >= policy.delayNanos();
    }

    private static long oldest(List<Waiting> group) {
        long oldest = group.getFirst().sinceNanos();
        for (Waiting each : group) {
            oldest = each.sinceNanos() - oldest < 0 ? each.sinceNanos() : oldest;
        }
        return oldest;
    }
}
