package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.NodeStats;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.engine.EngineCore;
import io.redisreplicaset.datanode.engine.EnginePart;
import io.redisreplicaset.datanode.engine.LinkReport;
import io.redisreplicaset.datanode.engine.NodeLog;
import io.redisreplicaset.datanode.engine.NodeView;
import io.redisreplicaset.datanode.engine.Replication;
import io.redisreplicaset.datanode.engine.SetMember;
import io.redisreplicaset.datanode.membership.MembershipStatus;
import io.redisreplicaset.datanode.transport.OwnerLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Publishes what the owner is at each tick, and serves it on the admin port.
final class Admin implements EnginePart {
    /// A loop that has not turned for this long does not live: no command and no save may take as long.
    private static final long STUCK_NANOS = 30_000_000_000L;

    private final EngineCore core;
    private final OwnerLoop loop;
    private final Replication replication;
    private final Optional<Membership> membership;
    private volatile NodeView view = NodeView.starting();
    private @Nullable AdminServer server;

    /// Made when the first scrape comes: the library is larger than the server.
    private final class LazyMetrics {
        private @Nullable NodeMetrics metrics;

        synchronized String scrape() {
            NodeMetrics made = metrics;
            if (made == null) {
                made = new NodeMetrics(() -> view);
                metrics = made;
            }
            return made.scrape();
        }
    }

    Admin(EngineCore core, OwnerLoop loop, Replication replication, Optional<Membership> membership) {
        this.core = core;
        this.loop = loop;
        this.replication = replication;
        this.membership = membership;
    }

    /// @throws IOException the port can't be bound
    void open() throws IOException {
        int port = (int) core.settings().whole(Directives.ADMIN_PORT);
        if (port == 0) {
            return;
        }
        String host = core.settings().get(Directives.ADMIN_BIND);
        InetSocketAddress address = host.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        server = AdminServer.start(address, this::live, this::ready, new LazyMetrics()::scrape);
        core.log().log(NodeLog.Level.NOTICE, "Probes and metrics on port " + port);
    }

    void close() {
        AdminServer open = server;
        if (open != null) {
            open.stop();
        }
    }

    private AdminServer.Verdict live() {
        long sinceMillis = (core.clock().nanos() - loop.lastTurnNanos()) / 1_000_000;
        boolean turns = sinceMillis * 1_000_000 < STUCK_NANOS;
        return new AdminServer.Verdict(turns, "the loop turned " + sinceMillis + " ms ago");
    }

    private AdminServer.Verdict ready() {
        NodeView now = view;
        AdminServer.Verdict live = live();
        return live.isGood() ? new AdminServer.Verdict(now.isReady(), now.reason()) : live;
    }

    @Override
    public void tick(long nowNanos) {
        view = look();
        if (core.log() instanceof LogWriter log) {
            log.role(!replication.writesHistory());
        }
    }

    private NodeView look() {
        NodeStats stats = core.stats();
        long replicas = core.clients().all().stream().filter(Client::isReplica).count();
        Optional<MembershipStatus> status = membership.map(Membership::member).flatMap(SetMember::status);
        String role = membership.isEmpty()
                ? (replication.isReplica() ? "replica" : "master")
                : status.map(present -> present.role().word()).orElse("starting");
        String obstacle = obstacle(role, status);
        return new NodeView(
                role,
                obstacle.isEmpty(),
                obstacle.isEmpty() ? role : obstacle,
                core.isLoading(),
                core.keyspace().size(),
                core.clients().size() - replicas,
                replicas,
                replication.offset(),
                replication.link().downMillis(),
                core.stream().allocatedBytes(),
                core.heldReplies(),
                stats.commandsProcessed,
                stats.connectionsReceived,
                stats.netInputBytes,
                stats.netOutputBytes,
                stats.fullSyncs,
                stats.partialSyncs,
                stats.expiredKeys,
                stats.keyspaceHits,
                stats.keyspaceMisses,
                status.map(MembershipStatus::epoch).orElse(0L),
                status.map(MembershipStatus::promisedEpoch).orElse(0L),
                status.map(MembershipStatus::writesOpen).orElse(role.equals("master")),
                status.map(MembershipStatus::intact).orElse(true));
    }

    /// Why no client should be sent here; empty where nothing is against it.
    private String obstacle(String role, Optional<MembershipStatus> status) {
        if (core.isLoading()) {
            return "the data is being loaded";
        }
        return switch (role) {
            case "master" ->
                status.filter(present -> !present.writesOpen() && !present.paused())
                        .map(present -> "writes are closed: fewer than a majority of the set is heard")
                        .orElse("");
            case "replica" -> obstacleOfReplica();
            default -> "the node is " + role + ": it waits for its coordinator";
        };
    }

    private String obstacleOfReplica() {
        LinkReport link = replication.link();
        if (link.isSynced()) {
            return "";
        }
        return replication.isReplica()
                ? "the link to the upstream is " + link.status()
                : "a later epoch was promised: the node waits for its coordinator";
    }
}
