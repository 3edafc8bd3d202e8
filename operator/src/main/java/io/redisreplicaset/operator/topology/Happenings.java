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

    /// @param lastKnown by name, what each node said when it last said anything
    public static List<Action.Emit> ofNodes(Map<String, NodeStatus> lastKnown, Sight sight) {
        List<Action.Emit> events = new ArrayList<>();
        for (ObservedNode node : sight.observed().nodes()) {
            Optional<NodeStatus> now = node.status().known();
            Optional<NodeStatus> then = Optional.ofNullable(lastKnown.get(node.name()));
            if (now.isPresent() && then.isPresent()) {
                events.addAll(ofNode(sight, node.name(), then.get(), now.get()));
            }
        }
        return events;
    }

    private static List<Action.Emit> ofNode(Sight sight, String name, NodeStatus then, NodeStatus now) {
        List<Action.Emit> events = new ArrayList<>();
        if (!then.nodeId().equals(now.nodeId())) {
            events.add(Action.emit(
                    Reason.NODE_REPLACED, name + " is on another disk, and has to copy the data first", name));
        } else if (!then.runId().equals(now.runId())) {
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
            events.add(Action.emit(
                    Reason.NODE_FENCED,
                    name + " takes no more writes: it promised epoch " + now.promisedEpoch(),
                    name));
        }
        if (now.linkStatus() == LinkStatus.SYNC && then.linkStatus() != LinkStatus.SYNC) {
            String upstream = now.upstream()
                    .map(address -> sight.observed().nameAt(address))
                    .orElse("its upstream");
            events.add(Action.emit(Reason.NODE_RESYNCING, name + " copies the data of " + upstream, name));
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
