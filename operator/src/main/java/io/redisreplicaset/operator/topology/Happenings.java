package io.redisreplicaset.operator.topology;

import io.redisreplicaset.operator.api.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happened between two looks at a set that nobody decided, or that a node did on being told: for those who read
/// events. Pure; where nothing changed there is nothing to tell.
public final class Happenings {
    private Happenings() {}

    /// @param status what the node said when it last said anything
    /// @param wasLeaving somebody had asked for its end
    public record LastSeen(NodeStatus status, boolean wasLeaving) {}

    /// @param lastSeen by name
    public static List<Action.Emit> ofNodes(Map<String, LastSeen> lastSeen, Sight sight) {
        List<Action.Emit> events = new ArrayList<>();
        for (ObservedNode node : sight.observed().nodes()) {
            Optional<NodeStatus> now = node.status().known();
            Optional<LastSeen> then = Optional.ofNullable(lastSeen.get(node.name()));
            if (now.isPresent() && then.isPresent()) {
                events.addAll(ofNode(sight, node.name(), then.get(), now.get()));
            }
        }
        return events;
    }

    private static List<Action.Emit> ofNode(Sight sight, String name, LastSeen seen, NodeStatus now) {
        NodeStatus then = seen.status();
        List<Action.Emit> events = new ArrayList<>();
        if (!then.nodeId().equals(now.nodeId())) {
            events.add(Action.emit(
                    Reason.NODE_REPLACED, name + " is on another disk, and has to copy the data first", name));
        } else if (!then.runId().equals(now.runId()) && !seen.wasLeaving()) {
            events.add(Action.emit(
                    Reason.NODE_RESTARTED,
                    name + " runs as a new process" + (now.intact() ? "" : ", which cannot prove that it holds all"),
                    name));
        }
        // A change of voters fences its master for a moment and gives it back.
        boolean staysMaster = sight.record()
                .attempt()
                .filter(open -> open.kind() == Attempt.Kind.VOTERS)
                .isPresent();
        if (now.role() == NodeRole.FENCED && then.role() == NodeRole.MASTER && !staysMaster) {
            boolean hasPromised = now.promisedEpoch() > then.epoch();
            events.add(Action.emit(
                    Reason.NODE_FENCED,
                    name + " takes no more writes: it "
                            + (hasPromised ? "promised epoch " + now.promisedEpoch() : "heard of a later epoch"),
                    name));
        }
        return events;
    }

    /// What goes on in the nodes at this moment.
    public static List<Action.Emit> statesOfNodes(Sight sight) {
        List<Action.Emit> events = new ArrayList<>();
        for (ObservedNode node : sight.observed().nodes()) {
            node.status()
                    .known()
                    .filter(status -> status.linkStatus() == LinkStatus.SYNC)
                    .ifPresent(status -> events.add(Action.emit(
                            Reason.NODE_RESYNCING,
                            node.name() + " copies the data of "
                                    + status.upstream()
                                            .map(sight.observed()::nameAt)
                                            .orElse("its upstream"),
                            node.name())));
        }
        return events;
    }

    public static List<Action.Emit> ofScale(SetIntent then, SetIntent now) {
        if (now.replicas() == then.replicas()) {
            return List.of();
        }
        Reason reason = now.replicas() > then.replicas() ? Reason.SCALED_UP : Reason.SCALED_DOWN;
        return List.of(Action.emit(reason, "From " + then.replicas() + " to " + now.replicas() + " nodes"));
    }
}
