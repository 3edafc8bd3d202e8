package io.redisreplicaset.datanode.transport;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.OutputLimits;
import io.redisreplicaset.datanode.engine.Engine;
import org.jspecify.annotations.Nullable;

/// `client-output-buffer-limit`: a client that does not read must not cost memory without end.
final class OutputGuard {
    /// Below this nothing is worth a look.
    private static final long CHECK_FROM_BYTES = 64 * 1024;

    private final Engine engine;
    private long aboveSoftSinceNanos;
    private boolean isAboveSoft;

    OutputGuard(Engine engine) {
        this.engine = engine;
    }

    void check(ClientSession session, @Nullable Client client) {
        long pending = session.pendingBytes();
        if (client == null || client.isReplica() || pending < CHECK_FROM_BYTES) {
            isAboveSoft = false;
            return;
        }
        OutputLimits limits = engine.settings().get(Directives.OUTPUT_LIMITS);
        OutputLimits.Limit limit =
                client.subscriptions().count() > 0 || client.isMonitor() ? limits.pubsub() : limits.normal();
        if (isOver(limit, pending)) {
            engine.log("Client id=" + client.id() + " addr=" + session.remoteAddress()
                    + " scheduled to be closed ASAP for overcoming" + " of output buffer limits.");
            session.close();
        }
    }

    private boolean isOver(OutputLimits.Limit limit, long pending) {
        if (limit.hardBytes() > 0 && pending >= limit.hardBytes()) {
            return true;
        }
        if (limit.softBytes() == 0 || pending < limit.softBytes()) {
            isAboveSoft = false;
            return false;
        }
        long now = System.nanoTime();
        if (!isAboveSoft) {
            isAboveSoft = true;
            aboveSoftSinceNanos = now;
        }
        return now - aboveSoftSinceNanos > limit.softSeconds() * 1_000_000_000L;
    }
}
