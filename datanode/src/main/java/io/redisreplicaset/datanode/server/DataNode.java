package io.redisreplicaset.datanode.server;

import io.netty.buffer.PooledByteBufAllocator;
import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.MembershipControl;
import io.redisreplicaset.datanode.command.Release;
import io.redisreplicaset.datanode.command.admin.AdminCommands;
import io.redisreplicaset.datanode.command.connection.ConnectionCommands;
import io.redisreplicaset.datanode.command.keys.KeyCommands;
import io.redisreplicaset.datanode.command.pubsub.PubSubCommands;
import io.redisreplicaset.datanode.command.replication.ReplicationCommands;
import io.redisreplicaset.datanode.command.strings.StringCommands;
import io.redisreplicaset.datanode.command.transactions.TransactionCommands;
import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.ConfigChanges;
import io.redisreplicaset.datanode.engine.DataGate;
import io.redisreplicaset.datanode.engine.Engine;
import io.redisreplicaset.datanode.engine.EngineCore;
import io.redisreplicaset.datanode.engine.EnginePart;
import io.redisreplicaset.datanode.engine.InfoSource;
import io.redisreplicaset.datanode.engine.LoadedFacts;
import io.redisreplicaset.datanode.engine.NodeLog;
import io.redisreplicaset.datanode.engine.Replication;
import io.redisreplicaset.datanode.engine.SetMembership;
import io.redisreplicaset.datanode.engine.Shutdown;
import io.redisreplicaset.datanode.engine.ShutdownParties;
import io.redisreplicaset.datanode.engine.SnapshotAtStart;
import io.redisreplicaset.datanode.engine.SnapshotLoad;
import io.redisreplicaset.datanode.engine.SnapshotRuns;
import io.redisreplicaset.datanode.engine.Snapshots;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.transport.Listeners;
import io.redisreplicaset.datanode.transport.OwnerLoop;
import io.redisreplicaset.datanode.transport.ReplicaFeed;
import io.redisreplicaset.datanode.transport.TransportKind;
import io.redisreplicaset.datanode.transport.UpstreamConnector;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One node, wired. The thread that opens it runs it and owns its data.
final class DataNode {
    private final Settings settings;
    private final LogWriter log;
    private final Exit exit;
    private final OwnerLoop loop;
    private final EngineCore core;
    private final Optional<Membership> membership;
    private final Replication replication;
    private final SnapshotAtStart loading;
    private final Shutdown shutdown;
    private final Engine engine;
    private final Listeners listeners;
    private final ProcessFiles files;
    private final Admin admin;

    /// Takes the data folder, and binds the ports: clients that connect are answered as soon as [#run] is called.
    ///
    /// @throws IOException a port is taken, or a folder or file can't be used; the message names it
    /// @throws ConfigException settings contradict one another or can't be fulfilled here
    static DataNode open(CommandLine line) throws IOException, ConfigException {
        return new DataNode(line);
    }

    private DataNode(CommandLine line) throws IOException, ConfigException {
        settings = line.settings();
        files = ProcessFiles.prepare(settings);
        log = LogWriter.open(settings);
        banner(line);
        SystemClock clock = new SystemClock();
        loop = new OwnerLoop(TransportKind.choose(settings.get(Directives.TRANSPORT)), clock);
        exit = new Exit(loop);
        PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        core = new EngineCore(settings, clock, log, new SecureRandom(), allocator);
        membership = Membership.configured(core, loop, files.folder());
        SetMembership set = membership.<SetMembership>map(Membership::member).orElse(SetMembership.NONE);
        SnapshotDisk disk = SnapshotDisk.withThread(loop.tasks());
        SnapshotRuns runs = new SnapshotRuns(core, allocator);
        replication = new Replication(
                core, new Replication.Ports(set, new UpstreamConnector(loop, settings), ReplicaFeed::of, runs, disk));
        Snapshots snapshots = new Snapshots(core, runs, disk, replication);
        loading = new SnapshotAtStart(core, runs, disk, exit);
        shutdown = new Shutdown(core, runs, snapshots, disk, parties(), exit, replication::isReplica);
        admin = new Admin(core, loop, replication, membership);
        ConfigChanges config = new ConfigChanges(core, line.file().map(ConfigOnDisk::new));
        config.on(Directives.LOG_LEVEL, () -> log.level(settings.get(Directives.LOG_LEVEL)));
        DataGate gate = membership.<DataGate>map(Membership::member).orElse(DataGate.OPEN);
        MembershipControl control =
                membership.<MembershipControl>map(Membership::member).orElse(new NoMembership());
        List<EnginePart> parts = new ArrayList<>(List.of(runs, snapshots, loading, replication));
        List<InfoSource> info = new ArrayList<>(List.of(snapshots, replication, shutdown));
        membership.ifPresent(present -> {
            parts.add(present.member());
            parts.add(present.peers());
            info.add(present.member());
        });
        parts.addAll(List.of(shutdown, admin));
        engine = new Engine(
                core,
                commands(),
                new Engine.Parts(
                        replication,
                        snapshots,
                        config,
                        control,
                        shutdown,
                        new NodeCircumstances(core, replication, snapshots, gate),
                        parts,
                        info),
                new Client(0, new NoConnection(), 0));
        replication.connect(engine);
        membership.ifPresent(present -> present.connect(replication, engine, snapshots));
        listeners = new Listeners(engine, loop);
        listeners.open(settings);
        admin.open();
        files.writePid();
    }

    private void banner(CommandLine line) {
        log.raw("rrs-node " + Release.ours() + " (speaks as Redis " + Release.REDIS_COMPATIBLE + ") Port: "
                + settings.whole(Directives.PORT) + " PID: "
                + ProcessHandle.current().pid());
        line.warnings().forEach(log::warning);
    }

    /// Every command that a node has.
    static CommandTable commands() {
        CommandTable table = new CommandTable();
        AdminCommands.register(table);
        ConnectionCommands.register(table);
        KeyCommands.register(table);
        PubSubCommands.register(table);
        ReplicationCommands.register(table);
        StringCommands.register(table);
        TransactionCommands.register(table);
        return table;
    }

    private ShutdownParties parties() {
        return new ShutdownParties(
                wanted -> engine().holdWritesForShutdown(wanted),
                replication,
                membership.<ShutdownParties.Member>map(Membership::member).orElse(ShutdownParties.Member.NONE));
    }

    private Engine engine() {
        return engine;
    }

    /// Loads the data and serves until the end.
    ///
    /// @return the exit code
    int run() {
        Signals.handle(name -> shutdown.signalled(name, loop.tasks()));
        if (settings.isOn(Directives.EXIT_WHEN_STDIN_CLOSES)) {
            StdinWatch.start(() -> shutdown.signalled("SIGTERM", loop.tasks()));
        }
        boolean isMaster = settings.get(Directives.REPLICA_OF).isNone() && membership.isEmpty();
        loading.begin(isMaster, new AfterLoad(replication.restoring()));
        loop.run(engine);
        listeners.close();
        admin.close();
        files.removePid();
        return exit.code();
    }

    /// Hears what is loaded, and begins to take part.
    private final class AfterLoad implements SnapshotAtStart.Listener {
        private final SnapshotLoad.Listener history;

        AfterLoad(SnapshotLoad.Listener history) {
            this.history = history;
        }

        @Override
        public void began(LoadedFacts facts) {
            history.began(facts);
        }

        @Override
        public void expired(int database, byte[] key) {
            history.expired(database, key);
        }

        @Override
        public void loaded(LoadedFacts facts) {
            replication.start();
            try {
                membership.ifPresent(present -> present.boot(facts));
            } catch (IllegalArgumentException refused) {
                // A folder of another set, or of a future release: somebody must look, and nothing was changed.
                log.warning("The node can't start: " + refused.getMessage());
                exit.exit(1);
                return;
            }
            log.log(NodeLog.Level.NOTICE, "Ready to accept connections");
        }
    }

    /// A fault of ours: says what is known, and leaves the data on disk as it is.
    void die(RuntimeException fault) {
        log.warning("The node stops: " + fault.getMessage());
        StackTraceText.lines(fault).forEach(log::raw);
    }
}
