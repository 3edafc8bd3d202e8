package io.redisreplicaset.datanode.transport;

import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.UpstreamConnection;

/// Opens links to upstreams on the owner's loop.
public final class UpstreamConnector implements UpstreamConnection.Connector {
    private final OwnerLoop owner;
    private final Settings settings;

    public UpstreamConnector(OwnerLoop owner, Settings settings) {
        this.owner = owner;
        this.settings = settings;
    }

    @Override
    public UpstreamConnection connect(String host, int port, UpstreamConnection.Listener listener) {
        UpstreamChannel channel = new UpstreamChannel(owner, settings, listener);
        // In a turn of its own: not even a refusal that comes at once may be told before this returns.
        owner.tasks().execute(() -> channel.open(host, port));
        return channel;
    }
}
