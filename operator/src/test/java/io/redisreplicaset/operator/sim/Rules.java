package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.membership.NodeMeta;
import io.redisreplicaset.datanode.membership.Role;
import io.redisreplicaset.operator.topology.SetRecord;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What must hold after every step, whatever has happened. `config/docs/failover.md` says why each does.
final class Rules {
    enum Rule {
        /// Of all processes that ever were, at most one appends in an epoch, and never are writes open on two.
        ONE_WRITER_AN_EPOCH,
        /// A disk's promise never goes down; nor does an intact node's history.
        NOTHING_GOES_BACK,
        PROMISE_IS_ON_DISK_BEFORE_IT_IS_TOLD,
        /// Mode quorum: an OK, and what a master's read showed, is in the history of every later master.
        NO_OK_IS_LOST,
        NO_EMPTY_COPY_OVER_DATA,
        /// Nobody waits for an answer of a node that is master no more; nobody keeps a connection from before.
        NOBODY_BELIEVES_IN_THE_OLD_MASTER,
        /// The same epoch means the same bytes, up to the lesser offset: what `Position` relies on.
        SAME_EPOCH_SAME_BYTES,
        /// A deposed master executes a write for at most the isolation timeout.
        DEPOSED_MASTERS_STOP_IN_TIME,
        /// The record never forgets an epoch.
        THE_RECORD_GOES_FORWARD
    }

    private final Sim sim;
    private final Set<Rule> ignored = EnumSet.noneOf(Rule.class);
    private final Map<Long, String> writerOf = new HashMap<>();
    private final Map<Long, Long> hashAt = new HashMap<>();
    private final TreeMap<Long, BitSet> answeredIn = new TreeMap<>();
    private final TreeMap<Long, BitSet> heldByMasterOf = new TreeMap<>();
    private final Map<String, Long> promisedBy = new HashMap<>();
    private final Map<String, Long> intactHistoryOf = new HashMap<>();
    private final Depositions depositions;
    private int answers;
    private int promotions;

    Rules(Sim sim) {
        this.sim = sim;
        this.depositions = new Depositions(sim);
    }

    /// For schedules that show what becomes of a set where a rule of the means is broken, and only those of the ends
    /// are looked at.
    void ignore(Rule rule) {
        ignored.add(rule);
    }

    int answers() {
        return answers;
    }

    int promotions() {
        return promotions;
    }

    private void require(boolean holds, Rule rule, String what) {
        if (!holds && !ignored.contains(rule)) {
            throw new Violation(rule, what);
        }
    }

    // ------------------------------------------------------------------ histories

    void wrote(NodeProcess node) {
        Entry end = node.data().end();
        isOnlyWriter(node, end.epoch());
        sameBytes(node);
        if (end.content() instanceof Entry.Content.Write) {
            require(
                    depositions.mayStillWrite(end.epoch()),
                    Rule.DEPOSED_MASTERS_STOP_IN_TIME,
                    node.name() + " executes a write in epoch " + end.epoch()
                            + ", long after a majority promised more");
        }
    }

    void promoted(NodeProcess node, long epoch) {
        promotions++;
        isOnlyWriter(node, epoch);
        sameBytes(node);
        depositions.began(epoch, node.data().end().marker().orElseThrow().voters());
        BitSet held = node.data().end().writes();
        heldByMasterOf.put(epoch, held);
        if (sim.settings().holdsReplies()) {
            answeredIn.headMap(epoch).forEach((before, answered) -> {
                BitSet missing = (BitSet) answered.clone();
                missing.andNot(held);
                require(
                        missing.isEmpty(),
                        Rule.NO_OK_IS_LOST,
                        node.name() + ", master of epoch " + epoch + ", lacks " + missing + " of epoch " + before);
            });
        }
    }

    void applied(NodeProcess node) {
        sameBytes(node);
    }

    /// A replica goes on from where it is, under the upstream's history: both must be the same up to there.
    void resumed(NodeProcess node, Entry theirs) {
        require(
                theirs.hash() == node.data().end().hash(),
                Rule.SAME_EPOCH_SAME_BYTES,
                node.name() + " at " + node.data().end() + " resumes from " + theirs + ", which is other data");
    }

    Entry entryEndingAt(NodeProcess node, long offset) {
        return node.data()
                .end()
                .endingAt(offset)
                .orElseThrow(() -> new Violation(
                        Rule.SAME_EPOCH_SAME_BYTES, node.name() + " is to go on from the middle of a command"));
    }

    void swapping(NodeProcess node, Entry snapshot) {
        Entry own = node.data().end();
        boolean beganLater = snapshot.marker().isEmpty() || snapshot.rootEpoch() > own.rootEpoch();
        require(
                own.isEmpty() || !beganLater,
                Rule.NO_EMPTY_COPY_OVER_DATA,
                node.name() + " gives " + own + " for " + snapshot);
    }

    private void isOnlyWriter(NodeProcess node, long epoch) {
        String writer = writerOf.computeIfAbsent(epoch, _ -> node.runId());
        require(
                writer.equals(node.runId()),
                Rule.ONE_WRITER_AN_EPOCH,
                node.name() + " is the second to write in epoch " + epoch);
    }

    private void sameBytes(NodeProcess node) {
        Entry end = node.data().end();
        long known = hashAt.computeIfAbsent(end.epoch() << 40 | end.endOffset(), _ -> end.hash());
        require(
                known == end.hash(),
                Rule.SAME_EPOCH_SAME_BYTES,
                node.name() + " at " + end + " holds what nobody else there held");
    }

    // ------------------------------------------------------------------ answers

    /// A client heard that its write is done.
    ///
    /// @param epoch in which that was said
    void answered(int write, long epoch, String node) {
        answers++;
        if (sim.settings().holdsReplies()) {
            mustStay(write, epoch, node);
        }
    }

    /// A client heard what a master's read shows.
    void shown(int write, long epoch, String node) {
        if (sim.settings().holdsReplies() && write > 0) {
            mustStay(write, epoch, node);
        }
    }

    private void mustStay(int write, long epoch, String node) {
        answeredIn.computeIfAbsent(epoch, _ -> new BitSet()).set(write);
        heldByMasterOf
                .tailMap(epoch, false)
                .forEach((later, held) -> require(
                        held.get(write),
                        Rule.NO_OK_IS_LOST,
                        node + " answers for write " + write + " of epoch " + epoch + ", which the master of epoch "
                                + later + " does not hold"));
    }

    // ------------------------------------------------------------------ nodes

    void persisted(NodeProcess node) {
        NodeMeta meta = node.pod().disk().meta().orElseThrow();
        long before = promisedBy.getOrDefault(meta.nodeId(), 0L);
        require(
                meta.promisedEpoch() >= before,
                Rule.NOTHING_GOES_BACK,
                node.name() + " had promised " + before + " and writes " + meta.promisedEpoch());
        if (meta.promisedEpoch() > before) {
            node.tell("promised", "epoch", meta.promisedEpoch(), "to", meta.promisedTo());
        }
        promisedBy.put(meta.nodeId(), meta.promisedEpoch());
        depositions.promised(meta.nodeId(), meta.promisedEpoch());
    }

    void told(NodeProcess node, long promisedEpoch) {
        require(
                promisedEpoch <= node.pod().disk().promisedEpoch(),
                Rule.PROMISE_IS_ON_DISK_BEFORE_IT_IS_TOLD,
                node.name() + " tells of epoch " + promisedEpoch + ", on disk is "
                        + node.pod().disk().promisedEpoch());
    }

    void afterTurn(NodeProcess node) {
        Role role = node.membership().role();
        if (role == Role.MASTER) {
            isOnlyOpenOne(node);
        }
        historyGoesForward(node);
        boolean mayWait = role == Role.MASTER || node.membership().readsAreParked();
        require(
                mayWait || !node.clients().hasWaiting(),
                Rule.NOBODY_BELIEVES_IN_THE_OLD_MASTER,
                node.name() + " is " + role + " and has clients that wait for it");
        require(
                role != Role.REPLICA || !node.clients().hasMastersClients(),
                Rule.NOBODY_BELIEVES_IN_THE_OLD_MASTER,
                node.name() + " follows another, and a client is still connected that it served as master");
    }

    private void isOnlyOpenOne(NodeProcess node) {
        if (node.now() >= node.membership().writesOpenUntilNanos()) {
            return;
        }
        long epoch = node.data().end().epoch();
        for (NodeProcess other : sim.cluster().processes()) {
            boolean isOpenToo = !other.equals(node)
                    && other.now() < other.membership().writesOpenUntilNanos()
                    && other.data().end().epoch() == epoch;
            require(
                    !isOpenToo,
                    Rule.ONE_WRITER_AN_EPOCH,
                    node.name() + " and " + other.name() + " take writes in epoch " + epoch);
        }
    }

    private void historyGoesForward(NodeProcess node) {
        String disk = node.membership().nodeId();
        long epoch = node.membership().marker().map(HistoryMarker::epoch).orElse(0L);
        long before = intactHistoryOf.getOrDefault(disk, 0L);
        if (epoch == before || !node.membership().status(node.now()).intact()) {
            return;
        }
        require(
                epoch > before,
                Rule.NOTHING_GOES_BACK,
                node.name() + " is intact and was in epoch " + before + ", now " + epoch);
        intactHistoryOf.put(disk, epoch);
    }

    // ------------------------------------------------------------------ the record

    void recorded(SetRecord before, SetRecord after) {
        require(
                after.epoch() >= before.epoch() && after.targetedEpoch() >= before.targetedEpoch(),
                Rule.THE_RECORD_GOES_FORWARD,
                "epoch " + before.epoch() + " (target " + before.targetedEpoch() + ") is replaced by epoch "
                        + after.epoch() + " (target " + after.targetedEpoch() + ")");
    }
}
