package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.membership.NodeMembership.Ack;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.membership.Upstream;
import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.operator.sim.Messages.OfReplication;
import io.redisreplicaset.operator.topology.LinkStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The replica's side of replication.
///
/// ```
///   NONE ──follow──► OPENING ──► GREETING ──► ASKING ──► UP
///                     ▲  │                      └► SYNCING ─┘
///        in a while   │  ▼ refused, closed, silent
///                    WAITING
/// ```
/// Whether to believe an upstream, whether its snapshot may come in place of the data, and what may be acked, is
/// asked of the membership.
final class UpstreamSide {
    private static final long FIRST_RETRY = 100 * VirtualTime.MS;
    private static final long LONGEST_RETRY = VirtualTime.SECOND;

    private enum State {
        NONE,
        WAITING,
        OPENING,
        GREETING,
        ASKING,
        SYNCING,
        UP
    }

    private final Sim sim;
    private final NodeProcess node;
    private State state = State.NONE;
    private @Nullable Upstream target;
    private @Nullable Connection connection;
    private long retryDelay = FIRST_RETRY;
    private long downSince;
    private long lastHeard;
    private boolean hasNews;
    private String lastComplaint = "";
    private final List<Ack> relayed = new ArrayList<>();

    UpstreamSide(Sim sim, NodeProcess node) {
        this.sim = sim;
        this.node = node;
    }

    boolean isFollowing() {
        return state != State.NONE;
    }

    boolean isUp() {
        return state == State.UP;
    }

    boolean isCopying() {
        return state == State.SYNCING;
    }

    LinkStatus status() {
        return switch (state) {
            case NONE -> LinkStatus.NONE;
            case UP -> LinkStatus.UP;
            case SYNCING -> LinkStatus.SYNC;
            case WAITING, OPENING, GREETING, ASKING -> LinkStatus.DOWN;
        };
    }

    /// Milliseconds since the link was last up; -1 where it is up or there is none.
    long downMillis() {
        return state == State.NONE || state == State.UP ? -1 : (node.now() - downSince) / VirtualTime.MS;
    }

    void follow(Upstream newTarget) {
        leave();
        target = newTarget;
        retryDelay = FIRST_RETRY;
        downSince = node.now();
        node.tell("follows", newTarget.address(), "in epoch", newTarget.epoch());
        open();
    }

    /// Behind this nothing that the upstream sent is applied, and nothing is acked.
    void close() {
        if (state != State.NONE) {
            node.tell("unlinked");
        }
        leave();
        target = null;
    }

    private void leave() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.wire.closeAsClient();
        }
        state = State.NONE;
        relayed.clear();
        hasNews = false;
    }

    void processEnded(boolean closesConnections) {
        Connection open = connection;
        connection = null;
        if (open != null && closesConnections) {
            open.wire.closeAsClient();
        } else if (open != null) {
            open.wire.vanishAsClient();
        }
    }

    private void open() {
        Upstream to = target;
        if (to == null) {
            return;
        }
        state = State.OPENING;
        lastHeard = node.now();
        boolean holdsData = node.data().end().lastWrite() > 0;
        ReplicaHello hello = node.membership().hello(holdsData);
        PsyncRequest request = node.data().request();
        connection = new Connection(hello, request, to.host());
    }

    private void retryLater(String why) {
        if (state == State.UP) {
            downSince = node.now();
        }
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.wire.closeAsClient();
        }
        boolean wasUp = state == State.UP;
        state = State.WAITING;
        if (wasUp || !why.equals(lastComplaint)) {
            node.tell("no link", why);
            sim.notifyWatchers(node, "link");
        }
        lastComplaint = why;
        long delay = wasUp ? 0 : retryDelay;
        retryDelay = wasUp ? FIRST_RETRY : Math.min(LONGEST_RETRY, retryDelay * 2);
        Upstream waitingFor = target;
        node.turnAfter(delay, () -> {
            if (state == State.WAITING && waitingFor != null && waitingFor.equals(target)) {
                open();
            }
        });
    }

    /// Once a second: acks, and gives up an upstream that says nothing.
    void everySecond() {
        if (state == State.NONE || state == State.WAITING) {
            return;
        }
        if (node.now() - lastHeard > sim.settings().linkTimeoutMillis() * VirtualTime.MS) {
            retryLater("silent");
        } else if (state == State.UP) {
            ack();
        }
    }

    /// A disk behind this node holds that much: the upstream wants to know it too.
    void relay(Ack ack) {
        if (state == State.UP) {
            relayed.add(ack);
        }
    }

    void endOfTurn() {
        Connection open = connection;
        if (hasNews && state == State.UP) {
            ack();
        }
        hasNews = false;
        if (!relayed.isEmpty() && open != null && state == State.UP) {
            open.wire.sendAsClient(new OfReplication.Acks(relayed));
        }
        relayed.clear();
    }

    private void ack() {
        Connection open = connection;
        Optional<Ack> ack = node.membership().ack();
        if (open != null) {
            open.wire.sendAsClient(new OfReplication.Acks(ack.stream().toList()));
        }
    }

    /// One connection; silent as soon as it is not the present one any more.
    private final class Connection implements Wire.End<OfReplication> {
        private final ReplicaHello hello;
        private final PsyncRequest request;
        private final Wire<OfReplication> wire;

        Connection(ReplicaHello hello, PsyncRequest request, String host) {
            this.hello = hello;
            this.request = request;
            this.wire = Wire.open(
                    sim.network(),
                    node.pod().host(),
                    host,
                    _ -> this,
                    asking -> sim.cluster()
                            .processAt(host)
                            .map(process -> process.downstream().accept(asking)));
        }

        private void whilePresent(Runnable work) {
            node.turn(() -> {
                if (equals(connection)) {
                    lastHeard = node.now();
                    work.run();
                }
            });
        }

        @Override
        public void opened() {
            whilePresent(() -> {
                state = State.GREETING;
                wire.sendAsClient(new OfReplication.Hello(hello));
            });
        }

        @Override
        public void closed() {
            whilePresent(() -> retryLater("closed"));
        }

        @Override
        public void received(OfReplication message) {
            whilePresent(() -> take(message));
        }

        private void take(OfReplication message) {
            switch (message) {
                case OfReplication.Introduced(long epoch) -> {
                    if (!node.membership().upstreamAnswered(epoch)) {
                        retryLater("it serves epoch " + epoch);
                    } else {
                        state = State.ASKING;
                        wire.sendAsClient(new OfReplication.Psync(request));
                    }
                }
                case OfReplication.Refused(String error) -> retryLater(error);
                case OfReplication.Continue(ReplicationId id, Entry theirs) -> resume(id, theirs);
                case OfReplication.FullResync() -> {
                    state = State.SYNCING;
                    if (!sim.mutation().keepsDataUntilTheSyncIsComplete()) {
                        node.data().thrownAway();
                    }
                }
                case OfReplication.Snapshot(NodeData.Saved saved) -> swapIn(saved);
                case OfReplication.Stream(List<Entry> entries) -> apply(entries);
                case OfReplication.Hello _, OfReplication.Psync _, OfReplication.Acks _ ->
                    throw new IllegalStateException("an upstream said " + message);
            }
        }

        private void resume(ReplicationId id, Entry theirs) {
            sim.rules().resumed(node, theirs);
            if (!id.equals(node.data().history().id())) {
                node.data().continuedUnder(id);
                node.downstream().dropAll();
            }
            isUp("goes on from", node.data().end());
        }

        private void isUp(String how, Entry end) {
            state = State.UP;
            retryDelay = FIRST_RETRY;
            node.tell("linked", how, end);
            sim.notifyWatchers(node, "synced");
        }

        private void swapIn(NodeData.Saved saved) {
            long offset = saved.end().endOffset();
            if (!node.membership().mayReplaceDataBy(saved.end().marker(), offset)) {
                retryLater("the snapshot " + saved.end() + " is behind "
                        + node.data().end());
                return;
            }
            sim.rules().swapping(node, saved.end());
            node.downstream().dropAll();
            node.data().replacedBy(saved);
            node.carryOut(node.membership().applied(offset));
            if (saved.end().marker().isPresent()) {
                node.carryOut(
                        node.membership().markerApplied(saved.end().marker().get(), offset));
            }
            isUp("copied", saved.end());
            hasNews = true;
        }

        private void apply(List<Entry> entries) {
            for (Entry entry : entries) {
                node.data().append(entry.content(), entry.length());
                hasNews = true;
                sim.rules().applied(node);
                long offset = node.data().end().endOffset();
                node.carryOut(node.membership().applied(offset));
                if (entry.content() instanceof Entry.Content.Marker(HistoryMarker marker)) {
                    node.carryOut(node.membership().markerApplied(marker, offset));
                }
                if (!equals(connection)) {
                    return;
                }
            }
        }
    }
}
