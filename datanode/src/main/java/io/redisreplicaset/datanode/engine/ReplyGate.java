package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Holds replies back until a quorum has what they tell of.
///
/// The requirement of a reply is the offset of the history when it was made, for reads too: a read may show a write
/// that is not
/// committed yet. Replies are made in order of that offset, so one queue serves all clients, and whoever is at its head
/// is released first.
final class ReplyGate {
    /// Replies that one client may have in the queue before its requests are no longer read.
    private static final long MAX_HELD_BYTES_A_CLIENT = 1024 * 1024;

    /// Held replies and messages of one client before it is cut off: the hard limit that Redis has for subscribers.
    private static final long MAX_DELIVERED_BYTES_A_CLIENT = 32L * 1024 * 1024;

    private static final byte[] NO_QUORUM =
            ("-NOQUORUM not enough voters acked in time; the outcome of what was sent on this"
                            + " connection and not answered is unknown\r\n")
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private record Held(Client client, Bytes reply, long offset, long deadlineNanos) {}

    /// A reply with memory of its own.
    private static final class Bytes {
        final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }
    }

    private final Deque<Held> queue = new ArrayDeque<>();
    private boolean isOn;
    private long committedOffset;
    private long timeoutNanos;

    /// Whether replies are held at all.
    void on(boolean wanted) {
        isOn = wanted;
        if (!wanted) {
            release(Long.MAX_VALUE);
        }
    }

    boolean isOn() {
        return isOn;
    }

    void timeoutMillis(long millis) {
        timeoutNanos = millis * 1_000_000;
    }

    /// Offset up to which a quorum has the history; only that of the present epoch counts.
    long committedOffset() {
        return committedOffset;
    }

    int heldReplies() {
        return queue.size();
    }

    /// Takes the replies of one burst of requests: sends them, or holds them.
    ///
    /// @param touchedData some of the requests read or wrote keys
    void pass(Client client, RespWriter replies, boolean touchedData, long offset, long nowNanos) {
        if (replies.length() == 0) {
            return;
        }
        boolean mustWait = isOn && touchedData && offset > committedOffset;
        if (!mustWait && client.heldBytes() == 0) {
            client.connection().send(replies.buffer(), 0, replies.length());
            return;
        }
        hold(client, replies.toBytes(), offset, nowNanos + timeoutNanos);
        if (client.heldBytes() > MAX_HELD_BYTES_A_CLIENT) {
            client.connection().readMore(false);
        }
    }

    /// Takes a message or a push. It tells of no data, but it comes behind what the client was answered before.
    void deliver(Client client, byte[] bytes, int offset, int length) {
        if (client.heldBytes() == 0) {
            client.connection().send(bytes, offset, length);
            return;
        }
        if (client.heldBytes() + length > MAX_DELIVERED_BYTES_A_CLIENT) {
            forget(client);
            client.connection().close();
            return;
        }
        Held last = queue.getLast();
        hold(client, Arrays.copyOfRange(bytes, offset, offset + length), last.offset, last.deadlineNanos);
    }

    private void hold(Client client, byte[] content, long offset, long deadlineNanos) {
        queue.addLast(new Held(client, new Bytes(content), offset, deadlineNanos));
        client.addHeldBytes(content.length);
    }

    /// A quorum has the history up to `offset`.
    void committed(long offset) {
        committedOffset = offset;
        release(offset);
    }

    private void release(long offset) {
        for (Held first = queue.peekFirst(); first != null && first.offset <= offset; first = queue.peekFirst()) {
            queue.removeFirst();
            free(first);
            first.client.connection().send(first.reply.content, 0, first.reply.content.length);
        }
    }

    private static void free(Held held) {
        Client client = held.client;
        boolean wasFull = client.heldBytes() > MAX_HELD_BYTES_A_CLIENT;
        client.addHeldBytes(-held.reply.content.length);
        if (wasFull && client.heldBytes() <= MAX_HELD_BYTES_A_CLIENT) {
            client.connection().readMore(true);
        }
    }

    /// Tells clients that have waited too long that nobody knows. Their connections close: a pipelined reply that came
    /// later would
    /// be taken for another one.
    void expire(long nowNanos) {
        for (Held first = queue.peekFirst();
                first != null && nowNanos - first.deadlineNanos > 0;
                first = queue.peekFirst()) {
            Client client = first.client;
            queue.removeIf(held -> held.client.equals(client));
            client.addHeldBytes(-client.heldBytes());
            client.connection().send(NO_QUORUM, 0, NO_QUORUM.length);
            client.connection().closeAfterFlush();
        }
    }

    /// Forgets the replies of a client that is gone.
    void forget(Client client) {
        if (client.heldBytes() > 0) {
            queue.removeIf(held -> held.client.equals(client));
            client.addHeldBytes(-client.heldBytes());
        }
    }

    /// Drops all held replies with their connections: this node is deposed, and can't say what became of the writes.
    void dropAll() {
        while (!queue.isEmpty()) {
            Client client = queue.getFirst().client;
            forget(client);
            client.connection().close();
        }
    }
}
