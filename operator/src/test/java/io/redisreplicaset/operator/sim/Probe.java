package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.sim.Messages.OfClient;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;

/// A client that a schedule leads by the hand. It sends without waiting for answers, which come in order.
final class Probe implements Wire.End<OfClient> {
    private final Sim sim;
    private final String node;
    private final Wire<OfClient> wire;
    private final Deque<Integer> sent = new ArrayDeque<>();
    private final BitSet done = new BitSet();

    Probe(Sim sim, Pod pod) {
        this.sim = sim;
        this.node = pod.name();
        this.wire = Wire.open(
                sim.network(),
                "probe",
                pod.host(),
                _ -> this,
                asking -> sim.cluster()
                        .processAt(pod.host())
                        .map(process -> process.clients().accept(asking)));
    }

    int write() {
        int id = sim.freshWrite();
        sent.addLast(id);
        wire.sendAsClient(new OfClient.Command(id));
        return id;
    }

    boolean isDone(int write) {
        return done.get(write);
    }

    @Override
    public void received(OfClient message) {
        Optional<Integer> asked = Optional.ofNullable(sent.pollFirst());
        if (asked.isPresent() && message instanceof OfClient.Done(int _, boolean _, long epoch)) {
            done.set(asked.get());
            sim.trace().add("probe", "ok", "write", asked.get(), "in epoch", epoch, "by", node);
            sim.rules().answered(asked.get(), epoch, node);
        }
    }

    @Override
    public void closed() {
        sent.clear();
    }
}
