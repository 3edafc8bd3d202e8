package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// REPLICASET WATCH: whoever asked is pushed the status at every change, and once a second at least, so that silence
/// means trouble.
final class StatusWatchers {
    /// A watcher that does not read is let go when this much waits for it.
    private static final long MAX_PENDING_BYTES = 1024 * 1024;

    private static final long ALIVE_NANOS = 1_000_000_000L;

    private final EngineCore core;
    private final Consumer<RespWriter> status;
    private final List<Client> watchers = new ArrayList<>();
    private final RespWriter scratch = new RespWriter(2048);
    private long lastPushNanos;

    StatusWatchers(EngineCore core, Consumer<RespWriter> status) {
        this.core = core;
        this.status = status;
    }

    void add(Client client) {
        if (!client.isStatusWatcher()) {
            client.statusWatcher(true);
            watchers.add(client);
        }
        push(client, "watching");
    }

    void remove(Client client) {
        watchers.remove(client);
    }

    void push(String event) {
        lastPushNanos = core.clock().nanos();
        for (Client watcher : List.copyOf(watchers)) {
            push(watcher, event);
        }
    }

    void keepAlive(long nowNanos) {
        if (!watchers.isEmpty() && nowNanos - lastPushNanos > ALIVE_NANOS) {
            push("alive");
        }
    }

    private void push(Client watcher, String event) {
        if (watcher.connection().pendingBytes() > MAX_PENDING_BYTES) {
            core.log()
                    .warning("A watcher at " + watcher.connection().remoteAddress() + " does not read, and is let go");
            watcher.connection().close();
            return;
        }
        scratch.clear();
        scratch.protocol(watcher.protocol());
        scratch.push(3);
        scratch.bulk("replicaset");
        scratch.bulk(event);
        status.accept(scratch);
        watcher.deliver(scratch.buffer(), 0, scratch.length());
    }
}
