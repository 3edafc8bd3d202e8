package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.MembershipControl;
import io.redisreplicaset.datanode.command.NodeControl.SaveOnExit;
import io.redisreplicaset.datanode.command.ReplicationControl;
import io.redisreplicaset.datanode.command.SnapshotControl;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.membership.WriteVerdict;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.ArrayList;
import java.util.List;

/// What an engine is surrounded by: fields say what it meets there, and `asked` what it has asked for.
public final class FakeSurroundings {
    private final EngineCore core;
    public final List<String> asked = new ArrayList<>();

    public boolean isReplica;
    public boolean isMember;
    public boolean failedToSave;
    public boolean hidesStaleData;
    public boolean isShuttingDown;
    public boolean knowsUpstream;
    public int replicasWithEverything;
    public long partWantsTurnWithinNanos = Long.MAX_VALUE;

    /// What the set says of writes, and of reads.
    public WriteVerdict verdict = new WriteVerdict.Execute();
    public boolean readsAreParked;
    public List<String> fileLines = new ArrayList<>();
    public boolean fileIsBroken;

    FakeSurroundings(EngineCore core) {
        this.core = core;
    }

    final ConfigChanges.ConfigFile file = new ConfigChanges.ConfigFile() {
        @Override
        public List<String> read() throws java.io.IOException {
            if (fileIsBroken) {
                throw new java.io.IOException("disk on fire");
            }
            return fileLines;
        }

        @Override
        public void write(List<String> lines) {
            fileLines = lines;
        }
    };

    final Circumstances circumstances = new Circumstances() {
        @Override
        public boolean needsPassword() {
            return !core.settings().get(Directives.REQUIRE_PASS).isEmpty();
        }

        @Override
        public boolean isLoading() {
            return core.isLoading();
        }

        @Override
        public boolean isReplica() {
            return isReplica;
        }

        @Override
        public boolean replicaIsReadOnly() {
            return core.settings().isOn(Directives.REPLICA_READ_ONLY);
        }

        @Override
        public boolean hidesStaleData() {
            return hidesStaleData;
        }

        @Override
        public boolean failedToSave() {
            return failedToSave;
        }

        @Override
        public boolean lacksGoodReplicas() {
            return core.settings().whole(Directives.MIN_REPLICAS_TO_WRITE) > replicasWithEverything;
        }

        @Override
        public DataGate gate() {
            return gate;
        }
    };

    private final DataGate gate = new DataGate() {
        @Override
        public long writesOpenUntilNanos() {
            return verdict instanceof WriteVerdict.Execute && !readsAreParked ? Long.MAX_VALUE : Long.MIN_VALUE;
        }

        @Override
        public WriteVerdict verdict(long nowNanos) {
            return verdict;
        }

        @Override
        public boolean readsAreParked() {
            return readsAreParked;
        }

        @Override
        public boolean holdsReplies() {
            return false;
        }
    };

    final EnginePart part = new EnginePart() {
        @Override
        public void tick(long nowNanos) {
            asked.add("tick");
        }

        @Override
        public void clientGone(Client client) {
            asked.add("client gone");
        }

        @Override
        public long wantsTurnWithinNanos(long nowNanos) {
            return partWantsTurnWithinNanos;
        }
    };

    final ReplicationControl replication = new ReplicationControl() {
        @Override
        public boolean isReplica() {
            return isReplica;
        }

        @Override
        public boolean writesHistory() {
            return !isReplica;
        }

        @Override
        public void heardFrom(Client replica) {
            asked.add("heard from a replica");
        }

        @Override
        public boolean follow(String host, int port) {
            asked.add("follow " + host + " " + port);
            return knowsUpstream;
        }

        @Override
        public void promote() {
            asked.add("promote");
        }

        @Override
        public void sync(Invocation invocation) {
            asked.add("sync");
            invocation.client().kind(Client.Kind.REPLICA);
        }

        @Override
        public void replconf(Invocation invocation) {
            asked.add("replconf");
        }

        @Override
        public void role(RespWriter reply) {
            reply.array(0);
        }

        @Override
        public long offset() {
            return core.stream().offset();
        }

        @Override
        public int replicasAt(long offset) {
            return offset == 0 || replicasWithEverything > 0 ? replicasWithEverything : 0;
        }

        @Override
        public void requestAcks() {
            asked.add("acks");
        }

        @Override
        public void replicate(byte[]... arguments) {
            asked.add("replicate " + arguments.length);
        }

        @Override
        public void changeId() {
            asked.add("new id");
        }
    };

    final SnapshotControl snapshots = new SnapshotControl() {
        @Override
        public void saveNow() {
            asked.add("save");
        }

        @Override
        public String saveInBackground(boolean schedule, boolean isInTransaction) {
            asked.add("bgsave" + (schedule ? " schedule" : "") + (isInTransaction ? " in transaction" : ""));
            return "Background saving started";
        }

        @Override
        public void allRemoved() {
            asked.add("all removed");
        }

        @Override
        public long lastSaveSeconds() {
            return 1_700_000_000L;
        }
    };

    final MembershipControl membership = new MembershipControl() {
        @Override
        public boolean isMember() {
            return isMember;
        }

        @Override
        public void run(Invocation invocation) {
            throw new ErrorReply("ERR This node belongs to no set");
        }
    };

    final ProcessControl process = new ProcessControl() {
        @Override
        public void shutdown(SaveOnExit save, boolean withoutWaiting, boolean force) {
            asked.add("shutdown " + save + (withoutWaiting ? " now" : "") + (force ? " force" : ""));
            isShuttingDown = true;
        }

        @Override
        public boolean abortShutdown() {
            boolean was = isShuttingDown;
            isShuttingDown = false;
            return was;
        }

        @Override
        public void crash() {
            asked.add("crash");
        }

        @Override
        public boolean isShuttingDown() {
            return isShuttingDown;
        }

        @Override
        public void reload(boolean save, boolean flush, boolean merge) {
            asked.add("reload" + (save ? " save" : "") + (flush ? " flush" : "") + (merge ? " merge" : ""));
        }
    };
}
