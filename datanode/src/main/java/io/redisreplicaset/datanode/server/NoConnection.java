package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.command.Connection;

/// Of the client that stands for the server itself.
final class NoConnection implements Connection {
    @Override
    public String remoteAddress() {
        return "?:0";
    }

    @Override
    public String localAddress() {
        return "?:0";
    }

    @Override
    public boolean isLoopback() {
        return true;
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {}

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void resume() {}

    @Override
    public void readMore(boolean wanted) {}

    @Override
    public void closeAfterFlush() {}

    @Override
    public void close() {}
}
