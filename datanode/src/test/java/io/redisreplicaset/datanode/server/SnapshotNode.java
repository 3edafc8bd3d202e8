package io.redisreplicaset.datanode.server;

import io.netty.buffer.PooledByteBufAllocator;
import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.Connection;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.MembershipControl;
import io.redisreplicaset.datanode.command.ReplicationControl;
import io.redisreplicaset.datanode.command.admin.AdminCommands;
import io.redisreplicaset.datanode.command.connection.ConnectionCommands;
import io.redisreplicaset.datanode.command.keys.KeyCommands;
import io.redisreplicaset.datanode.command.pubsub.PubSubCommands;
import io.redisreplicaset.datanode.command.strings.StringCommands;
import io.redisreplicaset.datanode.command.transactions.TransactionCommands;
import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.Circumstances;
import io.redisreplicaset.datanode.engine.Clock;
import io.redisreplicaset.datanode.engine.ConfigChanges;
import io.redisreplicaset.datanode.engine.DataGate;
import io.redisreplicaset.datanode.engine.Engine;
import io.redisreplicaset.datanode.engine.EngineCore;
import io.redisreplicaset.datanode.engine.LoadedFacts;
import io.redisreplicaset.datanode.engine.ProcessExit;
import io.redisreplicaset.datanode.engine.Shutdown;
import io.redisreplicaset.datanode.engine.ShutdownParties;
import io.redisreplicaset.datanode.engine.SnapshotAtStart;
import io.redisreplicaset.datanode.engine.SnapshotFacts;
import io.redisreplicaset.datanode.engine.SnapshotRuns;
import io.redisreplicaset.datanode.engine.Snapshots;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.resp.RespWriter;
import io.redisreplicaset.datanode.transport.Listeners;
import io.redisreplicaset.datanode.transport.OwnerLoop;
import io.redisreplicaset.datanode.transport.TransportKind;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node as a process of its own that serves clients and keeps its data on disk, and has no replicas.
public final class SnapshotNode {
    private static final class SystemClock implements Clock {
        @Override
        public long unixMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }

    private final OwnerLoop loop;
    private int exitCode;
    private @Nullable Engine engine;

    private SnapshotNode() {
        loop = new OwnerLoop(TransportKind.choose("auto"), new SystemClock());
    }

    public static void main(String[] arguments) throws ConfigException, IOException {
        Settings settings = CommandLine.parse(List.of(arguments)).settings();
        SnapshotNode node = new SnapshotNode();
        node.run(settings, LogWriter.open(settings));
        System.exit(node.exitCode);
    }

    private void run(Settings settings, LogWriter log) throws IOException {
        PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        EngineCore core = new EngineCore(settings, new SystemClock(), log, new SecureRandom(), allocator);
        SnapshotDisk disk = SnapshotDisk.withThread(loop.eventLoop());
        SnapshotRuns runs = new SnapshotRuns(core, allocator);
        Snapshots snapshots = new Snapshots(core, runs, disk, SnapshotFacts.NONE);
        ProcessExit exit = new Exit();
        SnapshotAtStart start = new SnapshotAtStart(core, runs, disk, exit);
        Shutdown shutdown = new Shutdown(core, runs, snapshots, disk, parties(), exit, () -> false);
        CommandTable commands = new CommandTable();
        AdminCommands.register(commands);
        ConnectionCommands.register(commands);
        KeyCommands.register(commands);
        PubSubCommands.register(commands);
        StringCommands.register(commands);
        TransactionCommands.register(commands);
        Engine.Parts parts = new Engine.Parts(
                new NoReplication(),
                snapshots,
                new ConfigChanges(core, Optional.empty()),
                new NoSet(),
                shutdown,
                new Alone(core, snapshots),
                List.of(runs, snapshots, start, shutdown),
                List.of(snapshots, shutdown));
        Engine made = new Engine(core, commands, parts, new Client(0, new NoConnection(), 0));
        engine = made;
        new Listeners(made, loop).open(settings);
        Signals.handle(name -> shutdown.signalled(name, loop.eventLoop()));
        start.begin(true, new SnapshotAtStart.Listener() {
            @Override
            public void loaded(LoadedFacts facts) {
                log.notice("Ready to accept connections");
            }
        });
        loop.run(made);
    }

    private ShutdownParties parties() {
        ShutdownParties.Replicas none = new ShutdownParties.Replicas() {
            @Override
            public List<ShutdownParties.Replica> attached() {
                return List.of();
            }

            @Override
            public void requestAcks() {}
        };
        return new ShutdownParties(this::holdWrites, none, ShutdownParties.Member.NONE);
    }

    private void holdWrites(boolean wanted) {
        if (engine != null) {
            engine.holdWritesForShutdown(wanted);
        }
    }

    private final class Exit implements ProcessExit {
        @Override
        public void exit(int code) {
            exitCode = code;
            loop.stop();
        }

        @Override
        public void halt(int code) {
            Runtime.getRuntime().halt(code);
        }
    }

    private record Alone(EngineCore core, Snapshots snapshots) implements Circumstances {
        @Override
        public boolean needsPassword() {
            return false;
        }

        @Override
        public boolean isLoading() {
            return core.isLoading();
        }

        @Override
        public boolean isReplica() {
            return false;
        }

        @Override
        public boolean replicaIsReadOnly() {
            return true;
        }

        @Override
        public boolean hidesStaleData() {
            return false;
        }

        @Override
        public boolean failedToSave() {
            return snapshots.failedToSave();
        }

        @Override
        public boolean lacksGoodReplicas() {
            return false;
        }

        @Override
        public DataGate gate() {
            return DataGate.OPEN;
        }
    }

    private static final class NoSet implements MembershipControl {
        @Override
        public boolean isMember() {
            return false;
        }

        @Override
        public void run(Invocation invocation) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoReplication implements ReplicationControl {
        @Override
        public boolean isReplica() {
            return false;
        }

        @Override
        public boolean follow(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void promote() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sync(Invocation invocation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void replconf(Invocation invocation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void role(RespWriter reply) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public int replicasAt(long offset) {
            return 0;
        }

        @Override
        public void requestAcks() {}

        @Override
        public void replicate(byte[]... arguments) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void changeId() {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoConnection implements Connection {
        @Override
        public String remoteAddress() {
            return "";
        }

        @Override
        public String localAddress() {
            return "";
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
}
