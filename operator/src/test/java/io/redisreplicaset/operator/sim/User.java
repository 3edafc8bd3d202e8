package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.sim.Messages.OfClient;
import io.redisreplicaset.operator.topology.NodeRole;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A client: writes values that nobody else writes, and reads. It goes where the label leads, mostly, and keeps its
/// connection until that is closed or of no use. What it does not hear the end of, it counts as unknown.
final class User {
    private static final long PATIENCE = 3 * VirtualTime.SECOND;

    private final Sim sim;
    private final String name;
    private final SplittableRandom random;
    private @Nullable Session session;
    private boolean isStopped;
    private int answered;

    User(Sim sim, String name, SplittableRandom random) {
        this.sim = sim;
        this.name = name;
        this.random = random;
    }

    void begin() {
        later();
    }

    void stop() {
        isStopped = true;
    }

    /// Writes that it was told are done.
    int answered() {
        return answered;
    }

    private void later() {
        sim.time().after(random.nextLong(20, 400) * VirtualTime.MS, this::act);
    }

    private void act() {
        if (isStopped) {
            return;
        }
        Session open = session;
        if (open == null || random.nextInt(40) == 0) {
            if (open != null) {
                open.wire.closeAsClient();
            }
            connect();
        } else {
            open.ask();
        }
    }

    private void connect() {
        List<Pod> pods = List.copyOf(sim.cluster().pods());
        List<Pod> led = pods.stream()
                .filter(pod -> pod.label().equals(Optional.of(NodeRole.MASTER)))
                .toList();
        List<Pod> among = led.isEmpty() || random.nextInt(10) == 0 ? pods : led;
        if (among.isEmpty()) {
            later();
            return;
        }
        session = new Session(among.get(random.nextInt(among.size())));
    }

    private final class Session implements Wire.End<OfClient> {
        private final Pod pod;
        private final Wire<OfClient> wire;
        private boolean isOpen;
        private int questions;
        private Optional<OfClient.Command> waitsFor = Optional.empty();

        Session(Pod pod) {
            this.pod = pod;
            wire = Wire.open(
                    sim.network(),
                    name,
                    pod.host(),
                    _ -> this,
                    asking -> sim.cluster()
                            .processAt(pod.host())
                            .map(process -> process.clients().accept(asking)));
            giveUpLater();
        }

        private boolean isPresent() {
            return equals(session);
        }

        /// No answer in time: the connection is of no use, and the outcome unknown.
        private void giveUpLater() {
            int mine = questions;
            sim.time().after(PATIENCE, () -> {
                if (isPresent() && questions == mine) {
                    leave();
                }
            });
        }

        private void leave() {
            wire.closeAsClient();
            session = null;
            later();
        }

        void ask() {
            questions++;
            OfClient.Command command = new OfClient.Command(random.nextInt(4) > 0 ? sim.freshWrite() : 0);
            waitsFor = Optional.of(command);
            wire.sendAsClient(command);
            giveUpLater();
        }

        @Override
        public void opened() {
            if (isPresent()) {
                isOpen = true;
                ask();
            }
        }

        @Override
        public void closed() {
            if (isPresent()) {
                session = null;
                // Between two commands the next one is on its way already.
                if (!isOpen || waitsFor.isPresent()) {
                    later();
                }
            }
        }

        @Override
        public void received(OfClient message) {
            if (!isPresent() || waitsFor.isEmpty()) {
                return;
            }
            OfClient.Command asked = waitsFor.get();
            waitsFor = Optional.empty();
            questions++;
            switch (message) {
                case OfClient.Done done -> {
                    if (asked.isWrite()) {
                        answered++;
                        sim.trace()
                                .addDetail(name, "ok", "write", asked.id(), "in epoch", done.epoch(), "by", pod.name());
                        sim.rules().answered(asked.id(), done.epoch(), pod.name());
                    } else if (done.byMaster()) {
                        sim.trace()
                                .addDetail(
                                        name,
                                        "read",
                                        "write",
                                        done.value(),
                                        "in epoch",
                                        done.epoch(),
                                        "by",
                                        pod.name());
                        sim.rules().shown(done.value(), done.epoch(), pod.name());
                    }
                    later();
                }
                case OfClient.Refused _ -> leave();
                case OfClient.Command _ -> throw new IllegalStateException("a node asked a client");
            }
        }
    }
}
