package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.redisreplicaset.datanode.replication.SnapshotFraming;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One snapshot that is sent to several replicas while it is made. Each gets every block; the slowest sets the
/// pace.
final class ReplicaStreamedSnapshot implements ReplicaSharedSnapshot, SnapshotJob.Output {
    private final long id;
    private final EngineCore core;
    private final Listener listener;
    private final boolean withoutKeys;
    private final SnapshotFraming.UntilMark framing;
    private final List<ReplicaPeer> members = new ArrayList<>();
    private @Nullable SnapshotJob job;

    ReplicaStreamedSnapshot(long id, EngineCore core, boolean withoutKeys, Listener listener) {
        this.id = id;
        this.core = core;
        this.withoutKeys = withoutKeys;
        this.listener = listener;
        this.framing = new SnapshotFraming.UntilMark(core.newId());
    }

    /// Begins for these, with the state of this instant.
    void begin(List<ReplicaPeer> replicas, SnapshotFacts facts, SnapshotRuns runs) {
        members.addAll(replicas);
        byte[] header = (framing.header() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        long now = core.clock().nanos();
        for (ReplicaPeer member : members) {
            member.attachedSession().snapshotBegan(framing, now);
            write(member, Unpooled.wrappedBuffer(header));
        }
        // The peer's test suite waits for these words; nothing was forked.
        core.log()
                .notice("Background RDB transfer started by pid "
                        + ProcessHandle.current().pid() + " to " + members.size() + " replicas");
        if (withoutKeys) {
            take(ReplicaKeylessSnapshot.bytes(core, facts));
            finished();
        } else {
            job = runs.write(facts, this);
        }
    }

    @Override
    public long id() {
        return id;
    }

    /// Its first bytes are gone: who comes later can't have them.
    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public boolean withoutKeys() {
        return withoutKeys;
    }

    @Override
    public boolean canTakeMore() {
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).output().canTakeMore()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void take(ByteBuf block) {
        try {
            for (int i = 0; i < members.size(); i++) {
                write(members.get(i), block.retainedDuplicate());
                members.get(i).output().flush();
            }
        } finally {
            block.release();
        }
    }

    private void write(ReplicaPeer member, ByteBuf bytes) {
        core.stats().replicationOutputBytes += bytes.readableBytes();
        member.output().write(bytes);
    }

    @Override
    public void finished() {
        byte[] mark = framing.mark().getBytes(StandardCharsets.ISO_8859_1);
        for (ReplicaPeer member : members) {
            write(member, Unpooled.wrappedBuffer(mark));
            member.output().flush();
        }
        core.log().notice("Diskless rdb transfer, done reading from pipe, " + members.size() + " replicas still up.");
        listener.ended(this, List.copyOf(members));
    }

    @Override
    public void failed(String reason) {
        core.log().warning("Full sync given up: " + reason);
        listener.failed(this, List.copyOf(members), reason);
    }

    @Override
    public void abandon(String reason) {
        SnapshotJob running = job;
        if (running != null) {
            running.cancel();
        }
        failed(reason);
    }

    @Override
    public void gone(ReplicaPeer replica) {
        if (!members.remove(replica) || !members.isEmpty()) {
            return;
        }
        SnapshotJob running = job;
        if (running != null && !running.isOver()) {
            running.cancel();
            // As above: words that are waited for.
            core.log().notice("Diskless rdb transfer, last replica dropped, killing fork child.");
        }
        listener.ended(this, List.of());
    }
}
