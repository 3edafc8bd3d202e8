package io.redisreplicaset.datanode.membership;

import java.util.Optional;

/// What a node must never forget, as it stands in the file `node.meta` beside its data.
///
/// The file is written whole to a temporary name, fsynced, renamed, and the folder fsynced: a crash leaves the old
/// file or the new one.
///
/// @param nodeId drawn when the disk was new; it names the disk
/// @param promisedEpoch no epoch below it is ever served again; 0 where nothing was promised
/// @param promisedTo the coordinator that may promote this node in that epoch; empty where the epoch was learnt
///     from a master and not from a `FENCE`
/// @param cleanShutdown present only between an orderly stop and the next start
/// @param upstream the last `FOLLOW`, so that a restarted replica can go on before anybody tells it to
public record NodeMeta(
        String setId,
        String nodeId,
        long promisedEpoch,
        String promisedTo,
        Optional<CleanShutdown> cleanShutdown,
        Optional<Upstream> upstream) {
    public NodeMeta {
        Bounds.requireSetId(setId);
        Bounds.requireNodeId(nodeId);
        if (promisedEpoch < 0) {
            throw new IllegalArgumentException("promisedEpoch: wanted 0 or more, got " + promisedEpoch);
        }
        if (!promisedTo.isEmpty()) {
            Bounds.requireWord("coordinator", promisedTo, Bounds.MAX_COORDINATOR_LENGTH);
        }
    }

    /// The first meta of a new disk.
    public static NodeMeta ofNewDisk(String setId, String nodeId) {
        return new NodeMeta(setId, nodeId, 0, "", Optional.empty(), Optional.empty());
    }

    NodeMeta promising(long epoch, String coordinator) {
        return new NodeMeta(setId, nodeId, epoch, coordinator, cleanShutdown, upstream);
    }

    /// An epoch that a master told of is kept like a promise, so that no lower one can ever prove this node intact.
    NodeMeta havingSeen(long epoch) {
        return epoch > promisedEpoch ? promising(epoch, "") : this;
    }

    NodeMeta following(Upstream newUpstream) {
        return new NodeMeta(setId, nodeId, promisedEpoch, promisedTo, cleanShutdown, Optional.of(newUpstream));
    }

    NodeMeta stoppedAt(CleanShutdown record) {
        return new NodeMeta(setId, nodeId, promisedEpoch, promisedTo, Optional.of(record), upstream);
    }

    NodeMeta running() {
        return new NodeMeta(setId, nodeId, promisedEpoch, promisedTo, Optional.empty(), upstream);
    }

    /// The file's text. [NodeMetaText] draws the format.
    public String render() {
        return NodeMetaText.render(this);
    }

    /// Reads what [#render()] wrote.
    ///
    /// @throws MalformedNodeMetaException naming line, wanted and got
    public static NodeMeta parse(String text) {
        return NodeMetaText.parse(text);
    }
}
