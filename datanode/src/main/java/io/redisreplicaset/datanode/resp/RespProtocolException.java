package io.redisreplicaset.datanode.resp;

/// The peer broke the protocol; the connection cannot be used any more.
public final class RespProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what the peer is told, without the `ERR Protocol error: ` before it
    public RespProtocolException(String message) {
        super(message, null, false, false);
    }
}
