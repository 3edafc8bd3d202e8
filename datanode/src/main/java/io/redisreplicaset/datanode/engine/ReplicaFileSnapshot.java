package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.persistence.disk.BackgroundSnapshotFile;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.replication.ReplicationStream;
import io.redisreplicaset.datanode.replication.SnapshotFraming;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One snapshot that goes to a file first: `repl-diskless-sync no`, and replicas that must know the length before.
/// Everyone who comes while it is written gets it from there, at a pace of its own.
///
/// The file has a name of its own, so that no other save can take its place; it is gone as soon as all have opened
/// it.
///
/// ```
///   being written, open to others --committed--> on its way to each, at its own pace --taken--> that one's is over
/// ```
final class ReplicaFileSnapshot implements ReplicaSharedSnapshot, SnapshotJob.Output, BackgroundSnapshotFile.Listener {
    private final long id;
    private final EngineCore core;
    private final Listener listener;
    private final String folder;
    private final String fileName;
    private final BackgroundSnapshotFile file;
    private final List<ReplicaPeer> members = new ArrayList<>();

    /// Keeps the stream from the snapshot's instant on for those who are still to come.
    private final ReplicationStream.Cursor place;

    private @Nullable SnapshotJob job;
    private long length;
    private boolean isOpen = true;

    /// The disk was told to put the file in its place, and will say when it has.
    private boolean isCommitting;

    ReplicaFileSnapshot(long id, EngineCore core, SnapshotDisk disk, Listener listener) {
        this.id = id;
        this.core = core;
        this.listener = listener;
        this.folder = core.settings().get(Directives.DIR);
        this.fileName = disk.temporaryName();
        this.file = disk.createInBackground(folder, fileName, this);
        this.place = core.stream().cursorAt(core.stream().offset() + 1);
    }

    void begin(List<ReplicaPeer> replicas, SnapshotFacts facts, SnapshotRuns runs) {
        members.addAll(replicas);
        core.log().notice("Full sync by way of a file begins, for " + members.size() + " replicas");
        job = runs.write(facts, this);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public boolean withoutKeys() {
        return false;
    }

    /// The first offset behind the snapshot.
    long nextOffset() {
        return place.nextOffset();
    }

    /// Sends it to one more replica.
    void join(ReplicaPeer replica) {
        members.add(replica);
    }

    /// The file is written to its end even when nobody waits for it any more: the next one to come may want it.
    @Override
    public void gone(ReplicaPeer replica) {
        members.remove(replica);
    }

    @Override
    public boolean canTakeMore() {
        return file.hasRoom();
    }

    @Override
    public void hasRoomAgain() {
        // This brings the turn in which the job goes on.
    }

    @Override
    public void take(ByteBuf block) {
        length += block.readableBytes();
        file.add(block);
    }

    @Override
    public void finished() {
        isCommitting = true;
        file.commit();
    }

    @Override
    public void committed() {
        Path path = Path.of(folder).toAbsolutePath().resolve(fileName);
        try {
            if (!isOpen) {
                Files.deleteIfExists(path);
                return;
            }
            core.log()
                    .notice("Full sync: the file of " + length + " bytes is written and goes to " + members.size()
                            + " replicas");
            // A quick connection takes the whole file at once, and is no member any more.
            for (ReplicaPeer member : List.copyOf(members)) {
                send(member, path);
            }
            Files.deleteIfExists(path);
        } catch (IOException unreadable) {
            failed("the file for replicas can't be opened again: " + unreadable.getMessage());
            return;
        }
        end();
        listener.ended(this, List.of());
    }

    private void send(ReplicaPeer member, Path path) throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
        SnapshotFraming framing = new SnapshotFraming.OfLength(length);
        byte[] header = (framing.header() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        member.attachedSession().snapshotBegan(framing, core.clock().nanos());
        member.output().write(Unpooled.wrappedBuffer(header));
        member.output().writeFile(opened, length, () -> taken(member));
        member.output().flush();
        core.stats().replicationOutputBytes += header.length + length;
    }

    /// The kernel has the whole file for one of them: behind it comes the stream.
    private void taken(ReplicaPeer member) {
        if (members.remove(member)) {
            listener.ended(this, List.of(member));
        }
    }

    @Override
    public void failed(String reason) {
        if (isOpen) {
            core.log().warning("Full sync given up: " + reason);
            file.discard();
            end();
            listener.failed(this, List.copyOf(members), reason);
        }
    }

    /// What is being written is not this node's data any more: nobody may be sent it.
    @Override
    public void abandon(String reason) {
        if (!isOpen) {
            return;
        }
        core.log().warning("Full sync given up: " + reason);
        SnapshotJob running = job;
        if (running != null) {
            running.cancel();
        }
        if (!isCommitting) {
            file.discard();
        }
        end();
        listener.failed(this, List.copyOf(members), reason);
    }

    private void end() {
        isOpen = false;
        place.close();
    }
}
