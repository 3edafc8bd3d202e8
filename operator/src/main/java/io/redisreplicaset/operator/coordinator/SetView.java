package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.ObservedSet;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts together what the runtime and the nodes say, with what only one who keeps looking can know: since when.
///
/// Owned by the thread that settles.
final class SetView {
    /// @param incarnation which one this is about
    /// @param seenSince when it was first seen
    /// @param readySince since when it was ready at each look
    /// @param masterOf the latest epoch that this very process was seen to be master of
    private record Memory(String incarnation, Instant seenSince, Optional<Instant> readySince, long masterOf) {}

    private final NodeLinks links;
    private Map<String, Memory> memories = new HashMap<>();

    SetView(NodeLinks links) {
        this.links = links;
    }

    ObservedSet look(List<RuntimeNode> nodes, SetRecord record, Instant now) {
        Map<String, Memory> present = new HashMap<>();
        List<ObservedNode> observed = new ArrayList<>();
        for (RuntimeNode node : nodes) {
            Fact<NodeStatus> status = links.status(node.name());
            Optional<Memory> before = Optional.ofNullable(memories.get(node.name()));
            boolean restarted = isAnotherThanTheMaster(node, before, record);
            Memory memory = remember(node, before, status, restarted, now);
            present.put(node.name(), memory);
            observed.add(new ObservedNode(
                    node.name(),
                    node.address(),
                    node.deleting(),
                    memory.readySince(),
                    memory.seenSince(),
                    restarted,
                    node.revision(),
                    node.label(),
                    status,
                    links.link(node.name()).flatMap(NodeLink::refusal)));
        }
        memories = present;
        return new ObservedSet(observed);
    }

    /// The recorded master's process was seen to be master, and this is another one.
    private static boolean isAnotherThanTheMaster(RuntimeNode node, Optional<Memory> before, SetRecord record) {
        long epoch = record.master()
                .filter(master -> master.node().name().equals(node.name()))
                .map(MasterRecord::epoch)
                .orElse(0L);
        return epoch > 0
                && before.filter(memory -> memory.masterOf() == epoch
                                && !memory.incarnation().equals(node.incarnation()))
                        .isPresent();
    }

    private static Memory remember(
            RuntimeNode node, Optional<Memory> before, Fact<NodeStatus> status, boolean restarted, Instant now) {
        boolean isSame = before.filter(memory -> memory.incarnation().equals(node.incarnation()))
                .isPresent();
        Instant seenSince = isSame ? before.orElseThrow().seenSince() : now;
        Optional<Instant> readySince = node.ready()
                ? Optional.of((isSame ? before.orElseThrow().readySince() : Optional.<Instant>empty()).orElse(now))
                : Optional.empty();
        long masterOf = before.map(Memory::masterOf).orElse(0L);
        if (restarted) {
            // Remembered under the old process's name until somebody else is master: it must stay "another one".
            return new Memory(before.orElseThrow().incarnation(), seenSince, readySince, masterOf);
        }
        long serves = status.known()
                .filter(known -> known.isMasterOf(known.epoch()) && known.epoch() > 0)
                .map(NodeStatus::epoch)
                .orElse(0L);
        return new Memory(node.incarnation(), seenSince, readySince, Math.max(isSame ? masterOf : 0, serves));
    }
}
