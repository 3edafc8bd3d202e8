package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.node.RespReply;
import io.redisreplicaset.operator.node.StatusMap;
import io.redisreplicaset.operator.topology.LinkStatus;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.PeerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From a node's own words to the status that decisions rest on. A status that lacks one field is none: half of it
/// might be believed.
final class NodeStatusReader {
    private static final int PEER_FIELDS = 6;

    private NodeStatusReader() {}

    /// What a node said.
    sealed interface Reading {
        record Understood(NodeStatus status) implements Reading {}

        /// It is not the node that was asked for, or speaks of things that this release does not know.
        record Useless(String why) implements Reading {}
    }

    /// @param name the node that was meant to be asked: an address may belong to somebody else by now
    static Reading read(RespReply reply, String setId, String name) {
        if (reply instanceof RespReply.Failure(String error)) {
            return new Reading.Useless(error);
        }
        try {
            StatusMap map = StatusMap.of(reply);
            if (!map.text("setId").equals(setId) || !map.text("name").equals(name)) {
                return new Reading.Useless("under its address answers " + map.text("name") + " of set '"
                        + map.text("setId") + "' instead");
            }
            return new Reading.Understood(status(map));
        } catch (StatusMap.MissingField missing) {
            return new Reading.Useless(String.valueOf(missing.getMessage()));
        }
    }

    private static NodeStatus status(StatusMap map) throws StatusMap.MissingField {
        String upstream = map.text("upstream");
        return new NodeStatus(
                map.text("nodeId"),
                map.text("runId"),
                role(map.text("role")),
                map.whole("promisedEpoch"),
                map.text("promisedTo"),
                map.whole("epoch"),
                map.whole("historyEpoch"),
                map.whole("rootEpoch"),
                map.texts("voters"),
                (int) map.whole("writeQuorum"),
                map.whole("committedEpoch"),
                map.whole("offset"),
                map.flag("intact"),
                map.flag("empty"),
                map.flag("loading"),
                upstream.isEmpty() ? Optional.empty() : Optional.of(upstream),
                link(map.text("linkStatus")),
                map.whole("linkDownMs"),
                map.flag("synced"),
                map.flag("writesOpen"),
                map.flag("paused"),
                map.flag("shuttingDown"),
                (int) map.whole("priority"),
                peers(map));
    }

    private static List<PeerReport> peers(StatusMap map) throws StatusMap.MissingField {
        List<PeerReport> peers = new ArrayList<>();
        for (List<RespReply> row : map.rows("peers")) {
            if (row.size() < PEER_FIELDS) {
                throw unknown("peers", "rows of " + PEER_FIELDS);
            }
            peers.add(new PeerReport(
                    StatusMap.text(row.get(0), "peers"),
                    StatusMap.text(row.get(1), "peers"),
                    StatusMap.text(row.get(2), "peers"),
                    StatusMap.whole(row.get(3), "peers") != 0,
                    StatusMap.whole(row.get(4), "peers"),
                    StatusMap.whole(row.get(5), "peers")));
        }
        return peers;
    }

    private static NodeRole role(String word) throws StatusMap.MissingField {
        for (NodeRole role : NodeRole.values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw unknown("role", "a role that this release knows, got '" + word + "'");
    }

    private static LinkStatus link(String word) throws StatusMap.MissingField {
        for (LinkStatus link : LinkStatus.values()) {
            if (link.word().equals(word)) {
                return link;
            }
        }
        throw unknown("linkStatus", "a state that this release knows, got '" + word + "'");
    }

    private static StatusMap.MissingField unknown(String field, String wanted) {
        return new StatusMap.MissingField(field, wanted);
    }
}
