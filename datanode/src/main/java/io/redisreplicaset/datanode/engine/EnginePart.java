package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;

/// A part of the engine that has work to do by the clock and at the end of each turn. All calls come on the engine's
/// thread.
public interface EnginePart {
    /// About `hz` times a second.
    default void tick(long nowNanos) {}

    /// At the end of each round of the event loop, when all requests that were there have run.
    default void endOfTurn(long nowNanos) {}

    /// Nanoseconds from now until the part wants [#endOfTurn] again even if nothing arrives; 0 for at once.
    default long wantsTurnWithinNanos(long nowNanos) {
        return Long.MAX_VALUE;
    }

    /// A client's connection is closed.
    default void clientGone(Client client) {}
}
