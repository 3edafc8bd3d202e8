package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Connection;
import java.io.ByteArrayOutputStream;

/// A connection that collects what is sent.
public final class FakeConnection implements Connection {
    private final String remoteAddress;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    public boolean isLoopback = true;
    public boolean isRead = true;
    public boolean isClosed;
    public boolean closesAfterFlush;
    public int resumed;

    public FakeConnection(String remoteAddress) {
        this.remoteAddress = remoteAddress;
    }

    /// What was sent since the last look.
    public byte[] takeSent() {
        byte[] bytes = sent.toByteArray();
        sent.reset();
        return bytes;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String localAddress() {
        return "10.0.0.9:6379";
    }

    @Override
    public boolean isLoopback() {
        return isLoopback;
    }

    @Override
    public int descriptor() {
        return 8;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        sent.write(bytes, offset, length);
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void resume() {
        resumed++;
    }

    @Override
    public void readMore(boolean wanted) {
        isRead = wanted;
    }

    @Override
    public void closeAfterFlush() {
        closesAfterFlush = true;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
