package io.redisreplicaset.datanode.transport;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.EnginePart;
import io.redisreplicaset.datanode.engine.Heartbeats;
import io.redisreplicaset.datanode.membership.PeerAddress;
import java.util.ArrayList;
import java.util.List;

/// The heartbeat connections to the other nodes of the set: one a peer, opened again for as long as the peer is one.
public final class PeerLinks implements Heartbeats, EnginePart {
    private final OwnerLoop owner;
    private final Settings settings;
    private final Listener listener;
    private final long periodNanos;
    private final List<PeerLink> links = new ArrayList<>();
    private long nextRoundNanos;

    /// @param periodNanos between two questions to the same peer
    public PeerLinks(OwnerLoop owner, Settings settings, Listener listener, long periodNanos) {
        this.owner = owner;
        this.settings = settings;
        this.listener = listener;
        this.periodNanos = periodNanos;
    }

    @Override
    public void exchangeWith(List<PeerAddress> peers) {
        links.removeIf(link -> {
            boolean isGone = !peers.contains(link.address());
            if (isGone) {
                link.close();
            }
            return isGone;
        });
        for (PeerAddress peer : peers) {
            if (links.stream().noneMatch(link -> link.address().equals(peer))) {
                links.add(new PeerLink(peer, owner, listener, password()));
            }
        }
        nextRoundNanos = 0;
    }

    private String password() {
        return settings.get(Directives.MASTER_AUTH);
    }

    @Override
    public void endOfTurn(long nowNanos) {
        if (nowNanos < nextRoundNanos) {
            return;
        }
        nextRoundNanos = nowNanos + periodNanos;
        for (PeerLink link : links) {
            link.beat(nowNanos);
        }
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        return links.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextRoundNanos - nowNanos);
    }
}
