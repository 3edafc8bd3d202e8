package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/// Going on from where one was: after a lost link, a restart of either side, a promotion.
final class PartialResyncIT {
    private static final String BIG_BACKLOG = "16mb";

    @TempDir
    Path folder = Path.of("");

    private Server start(Program program, String name, String... more) throws IOException {
        String[] all = java.util.Arrays.copyOf(more, more.length + 2);
        all[more.length] = "--repl-backlog-size";
        all[more.length + 1] = BIG_BACKLOG;
        return program.start(folder, name, all);
    }

    private static void killLinks(Server server, ClientType type) {
        try (Jedis client = server.client()) {
            client.clientKill(ClientKillParams.clientKillParams().type(type));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_lost_link_is_taken_up_again(Pairing pairing) throws IOException {
        Traffic traffic = Traffic.random();
        try (Server master = start(pairing.master, "master");
                Server replica = start(pairing.replica, "replica")) {
            replica.follow(master);
            replica.awaitSyncedWith(master);
            for (int i = 1; i <= 4; i++) {
                traffic.run(master, 1000);
                // From either end, in the middle of the stream.
                killLinks(i % 2 == 0 ? master : replica, i % 2 == 0 ? ClientType.REPLICA : ClientType.MASTER);
                traffic.run(master, 1000);
                replica.awaitSyncedWith(master);
                assertThat(replica.digest()).as(traffic.toString()).isEqualTo(master.digest());
            }
            assertThat(master.info("sync_full")).isEqualTo("1");
            assertThat(Integer.parseInt(master.info("sync_partial_ok"))).isGreaterThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_replica_that_fell_too_far_behind_gets_a_whole_copy(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master", "--repl-backlog-size", "16kb");
                Server replica = pairing.replica.start(folder, "replica")) {
            replica.follow(master);
            replica.awaitSyncedWith(master);
            long refused = Long.parseLong(master.info("sync_partial_err"));
            replica.signal("STOP");
            killLinks(master, ClientType.REPLICA);
            Traffic traffic = Traffic.random();
            traffic.run(master, 2000);
            replica.signal("CONT");
            replica.awaitSyncedWith(master);
            assertThat(master.info("sync_full")).isEqualTo("2");
            assertThat(Long.parseLong(master.info("sync_partial_err"))).isEqualTo(refused + 1);
            assertThat(replica.digest()).isEqualTo(master.digest());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_restarted_replica_goes_on_from_its_snapshot(Pairing pairing) throws IOException {
        Traffic traffic = Traffic.random();
        try (Server master = start(pairing.master, "master")) {
            Server replica = start(pairing.replica, "replica");
            try (replica) {
                replica.follow(master);
                traffic.run(master, 2000);
                replica.awaitSyncedWith(master);
                replica.shutDown();
            }
            traffic.run(master, 1000);
            try (Server again = pairing.replica.startAt(
                    replica.port(), folder.resolve("replica"), "--replicaof", "127.0.0.1 " + master.port())) {
                again.awaitSyncedWith(master);
                assertThat(again.digest()).as(traffic.toString()).isEqualTo(master.digest());
                assertThat(master.info("sync_full")).isEqualTo("1");
                assertThat(master.info("sync_partial_ok")).isEqualTo("1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_restarted_master_is_known_by_its_second_id(Pairing pairing) throws IOException {
        Traffic traffic = Traffic.random();
        Server master = start(pairing.master, "master");
        try (master;
                Server replica = start(pairing.replica, "replica")) {
            replica.follow(master);
            traffic.run(master, 2000);
            replica.awaitSyncedWith(master);
            String id = master.info("master_replid");
            master.shutDown();
            try (Server again = pairing.master.startAt(
                    master.port(), folder.resolve("master"), "--repl-backlog-size", BIG_BACKLOG)) {
                assertThat(again.info("master_replid2")).isEqualTo(id);
                traffic.run(again, 1000);
                replica.awaitSyncedWith(again);
                assertThat(replica.digest()).as(traffic.toString()).isEqualTo(again.digest());
                assertThat(again.info("sync_full")).isEqualTo("0");
                assertThat(again.info("sync_partial_ok")).isEqualTo("1");
            }
        }
    }

    /// Three programs in each place: master, the one that is promoted, and a sibling that goes on with it.
    @ParameterizedTest
    @EnumSource
    void siblings_and_the_old_master_go_on_with_the_promoted_replica(Pairing pairing) throws IOException {
        Traffic traffic = Traffic.random();
        // Without a word of its own in the stream the old master stays where the promoted one left it.
        try (Server master = start(pairing.master, "master", "--repl-ping-replica-period", "3600");
                Server chosen = start(pairing.replica, "chosen");
                Server sibling = start(pairing.master, "sibling");
                Server other = start(pairing.replica, "other")) {
            List<Server> replicas = List.of(chosen, sibling, other);
            replicas.forEach(each -> each.follow(master));
            traffic.run(master, 2000);
            replicas.forEach(each -> each.awaitSyncedWith(master));
            String before = master.info("master_replid");
            try (Jedis client = chosen.client()) {
                client.replicaofNoOne();
            }
            assertThat(chosen.info("role")).isEqualTo("master");
            assertThat(chosen.info("master_replid2")).isEqualTo(before);
            assertThat(chosen.info("master_replid")).isNotEqualTo(before);
            traffic.run(chosen, 1000);
            for (Server each : List.of(master, sibling, other)) {
                each.follow(chosen);
            }
            traffic.run(chosen, 1000);
            for (Server each : List.of(master, sibling, other)) {
                each.awaitSyncedWith(chosen);
                assertThat(each.digest()).as(traffic.toString()).isEqualTo(chosen.digest());
            }
            assertThat(chosen.info("sync_full")).isEqualTo("0");
            assertThat(chosen.info("sync_partial_ok")).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_master_that_went_on_alone_can_not_be_resumed_from_behind_the_fork(Pairing pairing) throws IOException {
        try (Server master = start(pairing.master, "master");
                Server replica = start(pairing.replica, "replica")) {
            Traffic traffic = Traffic.random();
            replica.follow(master);
            traffic.run(master, 500);
            replica.awaitSyncedWith(master);
            try (Jedis client = replica.client()) {
                client.replicaofNoOne();
            }
            Traffic.random().run(master, 500);
            traffic.run(replica, 100);
            master.follow(replica);
            master.awaitSyncedWith(replica);
            assertThat(replica.info("sync_full")).isEqualTo("1");
            assertThat(master.digest()).isEqualTo(replica.digest());
        }
    }

    /// The middle of a chain is promoted: who is below it learns the new name of the history, and needs nothing.
    @Test
    void the_end_of_a_chain_follows_a_promotion_in_its_middle() throws IOException {
        try (Server top = start(Program.REDIS, "top");
                Server middle = start(Program.NODE, "middle");
                Server below = start(Program.NODE, "below");
                Server last = start(Program.REDIS, "last")) {
            Traffic traffic = Traffic.random();
            middle.follow(top);
            below.follow(middle);
            last.follow(below);
            traffic.run(top, 1000);
            List.of(middle, below, last).forEach(each -> each.awaitSyncedWith(top));
            long fullSyncs = Long.parseLong(below.info("sync_full"));
            try (Jedis client = middle.client()) {
                client.replicaofNoOne();
            }
            traffic.run(middle, 1000);
            for (Server each : List.of(below, last)) {
                each.awaitSyncedWith(middle);
                assertThat(each.info("master_replid")).isEqualTo(middle.info("master_replid"));
                assertThat(each.digest()).isEqualTo(middle.digest());
            }
            assertThat(Long.parseLong(below.info("sync_full"))).isEqualTo(fullSyncs);
        }
    }
}
