package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBufAllocator;
import io.redisreplicaset.datanode.command.ClientRegistry;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.command.NodeStats;
import io.redisreplicaset.datanode.command.PubSub;
import io.redisreplicaset.datanode.command.SlowLog;
import io.redisreplicaset.datanode.command.WatchTable;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.KeyHash;
import io.redisreplicaset.datanode.keyspace.Keyspace;
import io.redisreplicaset.datanode.replication.ReplicationStream;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// What the parts of the engine share: the data, the history, the clients, the settings, the clock. Owned by the
/// engine's thread.
public final class EngineCore {
    private final Settings settings;
    private final Clock clock;
    private final NodeLog log;
    private final RandomGenerator random;
    private final Keyspace keyspace;
    private final ReplicationStream stream;
    private final Propagation propagation;
    private final ReplyGate replyGate = new ReplyGate();
    private final PubSub pubSub = new PubSub();
    private final KeyspaceEvents events = new KeyspaceEvents(pubSub);
    private final WatchTable watches = new WatchTable();
    private final ClientRegistry clients = new ClientRegistry();
    private final NodeStats stats = new NodeStats();
    private final SlowLog slowLog = new SlowLog();
    private final String runId;
    private final long startedMillis;
    private boolean isLoading;

    /// @param random a secure generator: ids of nodes and histories come from it
    public EngineCore(Settings settings, Clock clock, NodeLog log, RandomGenerator random, ByteBufAllocator allocator) {
        this.settings = settings;
        this.clock = clock;
        this.log = log;
        this.random = random;
        this.keyspace = new Keyspace(
                (int) settings.whole(Directives.DATABASES), new KeyHash(random.nextLong(), random.nextLong()));
        this.stream = new ReplicationStream(allocator, settings.whole(Directives.REPL_BACKLOG_BYTES));
        this.propagation = new Propagation(stream);
        this.runId = newId();
        this.startedMillis = clock.unixMillis();
        events.configure(settings.get(Directives.NOTIFY_EVENTS));
        replyGate.timeoutMillis(settings.whole(Directives.REPLICASET_QUORUM_MILLIS));
    }

    /// 40 random hex digits.
    public String newId() {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public NodeLog log() {
        return log;
    }

    public RandomGenerator random() {
        return random;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    public ReplicationStream stream() {
        return stream;
    }

    Propagation propagation() {
        return propagation;
    }

    ReplyGate replyGate() {
        return replyGate;
    }

    /// Replies that wait for a quorum.
    public int heldReplies() {
        return replyGate.heldReplies();
    }

    public PubSub pubSub() {
        return pubSub;
    }

    public KeyspaceEvents events() {
        return events;
    }

    public WatchTable watches() {
        return watches;
    }

    public ClientRegistry clients() {
        return clients;
    }

    public NodeStats stats() {
        return stats;
    }

    public SlowLog slowLog() {
        return slowLog;
    }

    /// 40 hex digits, new at each start.
    public String runId() {
        return runId;
    }

    public long startedMillis() {
        return startedMillis;
    }

    /// Whether the data is being read from a snapshot.
    public boolean isLoading() {
        return isLoading;
    }

    public void loading(boolean value) {
        isLoading = value;
    }
}
