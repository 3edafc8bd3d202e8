package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.Engine;
import io.redisreplicaset.datanode.engine.EngineCore;
import io.redisreplicaset.datanode.engine.HistoryPlace;
import io.redisreplicaset.datanode.engine.LoadedFacts;
import io.redisreplicaset.datanode.engine.Replication;
import io.redisreplicaset.datanode.engine.SetMember;
import io.redisreplicaset.datanode.engine.Snapshots;
import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.membership.LoadedHistory;
import io.redisreplicaset.datanode.membership.MembershipConfig;
import io.redisreplicaset.datanode.membership.NodeMeta;
import io.redisreplicaset.datanode.transport.OwnerLoop;
import io.redisreplicaset.datanode.transport.PeerLinks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A node's membership of a set, wired: the member, its peers, and what its disk remembers.
record Membership(SetMember member, PeerLinks peers, MetaFile disk, Optional<NodeMeta> remembered) {
    private static final long NANOS_A_MILLI = 1_000_000;

    /// @return empty where no `replicaset-id` is given
    /// @throws IOException another process has the folder, or `node.meta` is damaged
    /// @throws ConfigException the settings of the set contradict one another
    static Optional<Membership> configured(EngineCore core, OwnerLoop loop, Path folder)
            throws IOException, ConfigException {
        Settings settings = core.settings();
        String setId = settings.get(Directives.REPLICASET_ID);
        if (setId.isEmpty()) {
            return Optional.empty();
        }
        if (!settings.get(Directives.REPLICA_OF).isNone()) {
            throw new ConfigException(
                    "replicaof: a member of a set (replicaset-id) is told by its coordinator whom to follow");
        }
        MembershipConfig config;
        try {
            config = config(settings, setId);
        } catch (IllegalArgumentException invalid) {
            throw new ConfigException("replicaset: " + invalid.getMessage());
        }
        MetaFile disk = MetaFile.lock(folder);
        SetMember member = new SetMember(core, config);
        PeerLinks peers = new PeerLinks(loop, settings, member, config.heartbeatPeriodNanos());
        return Optional.of(new Membership(member, peers, disk, disk.read()));
    }

    private static MembershipConfig config(Settings settings, String setId) {
        return new MembershipConfig(
                setId,
                settings.get(Directives.REPLICASET_NAME),
                settings.get(Directives.REPLICASET_DURABILITY).equals("quorum"),
                settings.get(Directives.REPLICASET_ISOLATION).equals("close-writes"),
                settings.whole(Directives.REPLICASET_ISOLATION_MILLIS) * NANOS_A_MILLI,
                settings.whole(Directives.REPLICASET_DETECTION_MILLIS) * NANOS_A_MILLI);
    }

    void connect(Replication replication, Engine engine, Snapshots snapshots) {
        member.connect(new SetMember.Ports(disk, replication.ofTheSet(), peers, engine::dropClients, snapshots::save));
    }

    /// The data is loaded.
    ///
    /// @throws IllegalArgumentException the folder belongs to another set
    void boot(LoadedFacts facts) {
        member.boot(
                remembered,
                new LoadedHistory(
                        facts.marker().map(HistoryMarker::parse),
                        facts.place().map(HistoryPlace::replicationId),
                        facts.place().map(HistoryPlace::offset).orElse(0L),
                        false));
    }
}
