package io.redisreplicaset.operator.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// When the mastership of each epoch came to its end: the moment at which a majority of its voters had promised a
/// later one.
final class Depositions {
    private static final int LEAST_VOTERS = 3;

    private final Sim sim;
    private final Map<String, Long> promisedBy = new HashMap<>();
    private final Map<Long, List<String>> votersOf = new HashMap<>();
    private final Map<Long, Long> endedAt = new HashMap<>();

    Depositions(Sim sim) {
        this.sim = sim;
    }

    void began(long epoch, List<String> voters) {
        votersOf.put(epoch, voters);
        judge(epoch);
    }

    void promised(String nodeId, long epoch) {
        promisedBy.put(nodeId, epoch);
        votersOf.keySet().forEach(this::judge);
    }

    private void judge(long epoch) {
        List<String> voters = votersOf.getOrDefault(epoch, List.of());
        long later = voters.stream()
                .filter(voter -> promisedBy.getOrDefault(voter, 0L) > epoch)
                .count();
        if (later >= voters.size() / 2 + 1) {
            endedAt.putIfAbsent(epoch, sim.time().now());
        }
    }

    boolean mayStillWrite(long epoch) {
        boolean isBounded = sim.settings().closesWhenIsolated()
                && votersOf.getOrDefault(epoch, List.of()).size() >= LEAST_VOTERS;
        long end = endedAt.getOrDefault(epoch, Long.MAX_VALUE / 2);
        return !isBounded || sim.time().now() <= end + sim.settings().isolationMillis() * VirtualTime.MS;
    }
}
