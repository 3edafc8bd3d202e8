package io.redisreplicaset.datanode.membership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this node heard from each of the others, and when it had *asked*.
///
/// Freshness counts from the moment our own heartbeat was sent. An answer that waited in a socket while this
/// process was stopped is therefore as old as the question, and a process that wakes up finds itself unheard.
final class PeerTable {
    static final long NEVER = Long.MIN_VALUE;

    /// One voter is its own majority.
    static final long ALWAYS = Long.MAX_VALUE;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<String, Peer> byName = new LinkedHashMap<>();

    private static final class Peer {
        final PeerAddress address;
        boolean connected;
        long askedAtNanos = NEVER;
        long heardAtNanos = NEVER;
        HeartbeatAnswer answer = new HeartbeatAnswer("", "", 0, "", 0, 0);

        Peer(PeerAddress address) {
            this.address = address;
        }
    }

    /// Keeps what is known of a peer whose address did not change.
    void replaceWith(List<PeerAddress> addresses) {
        Map<String, Peer> before = Map.copyOf(byName);
        byName.clear();
        for (PeerAddress address : addresses) {
            Peer known = before.get(address.name());
            byName.put(address.name(), known != null && known.address.equals(address) ? known : new Peer(address));
        }
    }

    List<PeerAddress> addresses() {
        return byName.values().stream().map(peer -> peer.address).toList();
    }

    /// Takes an answer to the heartbeat that was sent at `askedAtNanos`. A peer that is not in the list is ignored.
    void answered(String name, long askedAtNanos, HeartbeatAnswer answer, long nowNanos) {
        Peer peer = byName.get(name);
        if (peer == null) {
            return;
        }
        peer.connected = true;
        peer.heardAtNanos = nowNanos;
        // Answers may overtake one another on two connections; the later question wins.
        if (askedAtNanos >= peer.askedAtNanos) {
            peer.askedAtNanos = askedAtNanos;
            peer.answer = answer;
        }
    }

    /// True where this changed what is known.
    boolean disconnected(String name) {
        Peer peer = byName.get(name);
        if (peer == null || !peer.connected) {
            return false;
        }
        peer.connected = false;
        return true;
    }

    /// The latest moment at which a majority of `voters`, this node included, was known to listen to us;
    /// [#NEVER] where there was none, [#ALWAYS] where this node is a majority by itself.
    long majorityHeardSinceNanos(List<String> voters, String ownNodeId) {
        int othersNeeded = voters.size() / 2;
        if (othersNeeded == 0) {
            return ALWAYS;
        }
        List<Long> askedAt = new ArrayList<>(byName.size());
        for (Peer peer : byName.values()) {
            String nodeId = peer.answer.nodeId();
            if (peer.askedAtNanos != NEVER && !nodeId.equals(ownNodeId) && voters.contains(nodeId)) {
                askedAt.add(peer.askedAtNanos);
            }
        }
        if (askedAt.size() < othersNeeded) {
            return NEVER;
        }
        askedAt.sort((a, b) -> Long.compare(b, a));
        return askedAt.get(othersNeeded - 1);
    }

    /// When the next peer that is heard now will have been silent for `silenceNanos`; `Long.MAX_VALUE` for never.
    long nextSuspicionNanos(long silenceNanos, long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Peer peer : byName.values()) {
            if (peer.heardAtNanos != NEVER && peer.heardAtNanos + silenceNanos > nowNanos) {
                next = Math.min(next, peer.heardAtNanos + silenceNanos);
            }
        }
        return next;
    }

    List<PeerStatus> statuses(long nowNanos) {
        return byName.values().stream()
                .map(peer -> new PeerStatus(
                        peer.address,
                        peer.answer.nodeId(),
                        peer.connected,
                        peer.heardAtNanos == NEVER ? -1 : (nowNanos - peer.heardAtNanos) / NANOS_PER_MILLI,
                        peer.answer.promisedEpoch(),
                        peer.answer.role(),
                        peer.answer.epoch()))
                .toList();
    }
}
