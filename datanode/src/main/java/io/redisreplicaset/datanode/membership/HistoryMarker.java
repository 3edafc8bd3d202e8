package io.redisreplicaset.datanode.membership;

import java.util.HashSet;
import java.util.List;

/// The line in the history at which an epoch begins: who may vote in it, how many of them commit a write, and at
/// which epoch this data began from nothing.
///
/// It travels as the message of an ordinary `PUBLISH` on [#CHANNEL], so a plain Redis replica passes it on
/// untouched, and as the snapshot's aux field [#SNAPSHOT_FIELD]. What a node *applied*, not whom it talked to, is
/// its `historyEpoch`: a lagging replica that has merely connected to the new master must not outrank one that
/// holds the old master's full log.
///
/// @param voters node ids: each names a disk, not a pod
/// @param writeQuorum how many voters, the master included, must hold a write before it is committed
public record HistoryMarker(String setId, long epoch, List<String> voters, int writeQuorum, long rootEpoch) {
    public static final String CHANNEL = "__replicaset__:epoch";
    public static final String SNAPSHOT_FIELD = "replicaset-epoch";

    public HistoryMarker {
        voters = List.copyOf(voters);
        Bounds.requireSetId(setId);
        Bounds.requireEpoch(epoch);
        voters.forEach(Bounds::requireNodeId);
        if (voters.isEmpty() || voters.size() > Bounds.MAX_VOTERS) {
            throw new IllegalArgumentException(
                    "voters: wanted 1 to " + Bounds.MAX_VOTERS + " node ids, got " + voters.size());
        }
        if (new HashSet<>(voters).size() != voters.size()) {
            throw new IllegalArgumentException("voters: wanted each node id once, got " + voters);
        }
        if (writeQuorum < 1 || writeQuorum > voters.size()) {
            throw new IllegalArgumentException(
                    "writeQuorum: wanted 1 to " + voters.size() + " (the voters), got " + writeQuorum);
        }
        if (rootEpoch < 1 || rootEpoch > epoch) {
            throw new IllegalArgumentException("rootEpoch: wanted 1 to " + epoch + " (the epoch), got " + rootEpoch);
        }
    }

    /// The one line of text that stream and snapshot carry.
    public String render() {
        return setId + " " + epoch + " " + String.join(",", voters) + " " + writeQuorum + " " + rootEpoch;
    }

    /// Reads what [#render()] wrote.
    ///
    /// @throws IllegalArgumentException naming the field, what was wanted and what was found
    public static HistoryMarker parse(String text) {
        String[] fields = text.split(" ", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "marker: wanted 'setId epoch voters writeQuorum rootEpoch', got '" + text + "'");
        }
        return new HistoryMarker(
                fields[0],
                number("epoch", fields[1]),
                List.of(fields[2].split(",", -1)),
                Math.toIntExact(Math.clamp(number("writeQuorum", fields[3]), 0, Integer.MAX_VALUE)),
                number("rootEpoch", fields[4]));
    }

    private static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("marker: " + field + ": wanted a whole number, got '" + text + "'");
        }
    }
}
