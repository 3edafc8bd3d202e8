package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Connection;

/// The connection to an upstream, or the attempt at one.
public interface UpstreamConnection extends Connection {
    /// Closes it, or gives the attempt up, at once. Nothing more is sent, not even what is queued, and nothing more
    /// is told to the listener.
    void abandon();

    /// Sends what is queued now, and not at the end of the turn.
    void flush();

    /// Opens connections to upstreams.
    interface Connector {
        /// Begins to connect, and returns at once: finding the address of a name may take long. The listener is
        /// told on the owning thread, and never before this returns.
        UpstreamConnection connect(String host, int port, Listener listener);
    }

    /// Hears what becomes of a connection.
    interface Listener {
        void opened();

        /// The connection could not be had.
        void failed(String why);

        /// Bytes have arrived; they are valid until this returns.
        void received(byte[] bytes, int from, int to);

        /// The connection is closed, by the other side or by [Connection#close].
        void closed();
    }
}
