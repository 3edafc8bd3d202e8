package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.Refusal;
import java.time.Instant;
import java.util.Optional;

/// One request of a coordinator to a node, for its status or with a command before it, up to its answer or to the
/// end of patience. Whatever comes later than that is not heard any more.
final class NodeCall {
    private static final long PATIENCE = 300 * VirtualTime.MS;

    /// What came back.
    private record Reply(NodeStatus status, Optional<String> error) {}

    private final Sim sim;
    private final Coordinator caller;
    private final int incarnation;
    private final String node;
    private final String host;
    private final Optional<NodeCommand> command;
    private final Runnable afterwards;
    private final Instant sentAt;
    private boolean isOver;

    /// @param afterwards done as soon as it is over, in whatever way
    NodeCall(Sim sim, Coordinator caller, Cluster.PodView pod, Optional<NodeCommand> command, Runnable afterwards) {
        this.sim = sim;
        this.caller = caller;
        this.incarnation = caller.incarnation();
        this.node = pod.name();
        this.host = pod.host();
        this.command = command;
        this.afterwards = afterwards;
        this.sentAt = caller.now();
    }

    void begin() {
        sim.network().datagram(caller.name(), host, this::arrive);
        sim.time().after(PATIENCE, () -> end(() -> unknown("no answer")));
    }

    /// At the node.
    private void arrive() {
        sim.cluster().processAt(host).ifPresentOrElse(process -> process.turn(() -> serve(process)), this::refuse);
    }

    private void serve(NodeProcess process) {
        Optional<String> error =
                command.flatMap(asked -> process.settle(asked.run().apply(process)));
        Reply reply = new Reply(NodeStatusOf.process(sim, process), error);
        sim.network().datagram(host, caller.name(), () -> end(() -> learn(reply)));
    }

    private void refuse() {
        sim.network().datagram(host, caller.name(), () -> end(() -> unknown("refused the connection")));
    }

    private void end(Runnable learning) {
        caller.turn(incarnation, () -> {
            if (!isOver) {
                isOver = true;
                afterwards.run();
                learning.run();
            }
        });
    }

    private void unknown(String why) {
        caller.learn(node, host, new Fact.Unknown<>(why, sentAt), Optional.empty());
    }

    private void learn(Reply reply) {
        Optional<Refusal> refusal = command.flatMap(
                asked -> reply.error().map(error -> new Refusal(asked.word(), asked.epoch(), error, caller.now())));
        refusal.ifPresent(refused -> sim.trace().add(node, "refuses", refused.command(), refused.error()));
        caller.learn(node, host, new Fact.Known<>(reply.status(), sentAt), refusal);
    }
}
