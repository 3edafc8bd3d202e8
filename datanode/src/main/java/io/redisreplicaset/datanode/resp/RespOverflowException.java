package io.redisreplicaset.datanode.resp;

/// A reply is larger than what can be sent. What was written of it is of no use: [RespWriter#truncate] takes it back.
public final class RespOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RespOverflowException(long wantedBytes, int maxBytes) {
        super("wanted " + wantedBytes + " bytes, may have " + maxBytes, null, false, false);
    }
}
