package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.ObservedSet;
import io.redisreplicaset.operator.topology.Refusal;
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
    /// What the nodes themselves say.
    interface Answers {
        Fact<NodeStatus> status(String node);

        Optional<Refusal> refusal(String node);
    }

    /// @param incarnation which one this is about
    /// @param seenSince when it was first seen
    /// @param readySince since when it was ready at each look
    /// @param mastership the latest that was seen of this node, also of an incarnation before
    private record Memory(
            String incarnation, Instant seenSince, Optional<Instant> readySince, Optional<Mastership> mastership) {}

    /// @param incarnation the first that said it was master of that epoch, and so the one that is
    private record Mastership(long epoch, String incarnation) {}

    private final Answers answers;
    private Map<String, Memory> memories = new HashMap<>();

    SetView(Answers answers) {
        this.answers = answers;
    }

    ObservedSet look(List<RuntimeNode> nodes, SetRecord record, Instant now) {
        Map<String, Memory> present = new HashMap<>();
        List<ObservedNode> observed = new ArrayList<>();
        for (RuntimeNode node : nodes) {
            Fact<NodeStatus> status = answers.status(node.name());
            Memory memory = remember(node, Optional.ofNullable(memories.get(node.name())), status, now);
            present.put(node.name(), memory);
            observed.add(new ObservedNode(
                    node.name(),
                    node.address(),
                    node.deleting(),
                    memory.readySince(),
                    memory.seenSince(),
                    isAnotherThanTheMaster(memory, node, record),
                    node.revision(),
                    node.label(),
                    status,
                    answers.refusal(node.name())));
        }
        memories = present;
        return new ObservedSet(observed);
    }

    /// The recorded master's process was seen to be master, and this is another one.
    private static boolean isAnotherThanTheMaster(Memory memory, RuntimeNode node, SetRecord record) {
        Optional<Long> epoch = record.master()
                .filter(master -> master.node().name().equals(node.name()))
                .map(MasterRecord::epoch);
        return memory.mastership()
                .filter(seen -> epoch.equals(Optional.of(seen.epoch()))
                        && !seen.incarnation().equals(node.incarnation()))
                .isPresent();
    }

    private static Memory remember(RuntimeNode node, Optional<Memory> before, Fact<NodeStatus> status, Instant now) {
        Optional<Memory> same = before.filter(memory -> memory.incarnation().equals(node.incarnation()));
        Instant seenSince = same.map(Memory::seenSince).orElse(now);
        Optional<Instant> readySince =
                node.ready() ? Optional.of(same.flatMap(Memory::readySince).orElse(now)) : Optional.empty();
        return new Memory(
                node.incarnation(),
                seenSince,
                readySince,
                latest(before.flatMap(Memory::mastership), node.incarnation(), status));
    }

    /// An answer may still be of the process before: it says nothing new of an epoch that is known already.
    private static Optional<Mastership> latest(
            Optional<Mastership> before, String incarnation, Fact<NodeStatus> status) {
        long known = before.map(Mastership::epoch).orElse(0L);
        return status.known()
                .filter(said -> said.isMasterOf(said.epoch()) && said.epoch() > known)
                .map(said -> new Mastership(said.epoch(), incarnation))
                .or(() -> before);
    }
}
