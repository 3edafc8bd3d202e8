package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/// A whole copy, in each way in which it can be sent and taken, with a real server on either side.
final class FullSyncIT {
    @TempDir
    Path folder = Path.of("");

    static Stream<Arguments> ways() {
        return Stream.of(Pairing.values())
                .flatMap(pairing -> Stream.of("yes", "no")
                        .flatMap(diskless -> Stream.of("disabled", "on-empty-db", "swapdb")
                                .map(load -> Arguments.of(pairing, diskless, load))));
    }

    @ParameterizedTest(name = "{0}, repl-diskless-sync {1}, repl-diskless-load {2}")
    @MethodSource("ways")
    void a_replica_with_data_of_its_own_becomes_its_masters_copy(Pairing pairing, String diskless, String load)
            throws IOException {
        Traffic traffic = Traffic.random();
        try (Server master = pairing.master.start(folder, "master", "--repl-diskless-sync", diskless);
                Server replica = pairing.replica.start(folder, "replica", "--repl-diskless-load", load)) {
            traffic.run(master, 3000);
            Traffic.random().run(replica, 500);
            replica.follow(master);
            // Writes go on while the copy is made and taken.
            traffic.run(master, 3000);
            replica.awaitSyncedWith(master);
            traffic.run(master, 1000);
            replica.awaitSyncedWith(master);
            assertThat(replica.digest()).as(traffic.toString()).isEqualTo(master.digest());
            assertThat(master.info("sync_full")).isEqualTo("1");
            assertThat(replica.log()).contains("Finished with success");
        }
    }

    @ParameterizedTest
    @EnumSource
    void replicas_that_come_together_share_one_snapshot(Pairing pairing) throws IOException {
        // It waits for the third, however long that takes.
        try (Server master = pairing.master.start(
                        folder,
                        "master",
                        "--repl-diskless-sync-delay",
                        "60",
                        "--repl-diskless-sync-max-replicas",
                        "3");
                Server one = pairing.replica.start(folder, "one");
                Server two = pairing.replica.start(folder, "two");
                Server three = pairing.replica.start(folder, "three")) {
            Traffic traffic = Traffic.random();
            traffic.run(master, 2000);
            one.follow(master);
            two.follow(master);
            three.follow(master);
            traffic.run(master, 2000);
            for (Server replica : new Server[] {one, two, three}) {
                replica.awaitSyncedWith(master);
                assertThat(replica.digest()).isEqualTo(master.digest());
            }
            // A real server notices the end of its child when it gets round to it.
            master.awaitLog("3 replicas still up");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_master_makes_an_empty_replica(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master");
                Server replica = pairing.replica.start(folder, "replica")) {
            Traffic.random().run(replica, 500);
            replica.follow(master);
            replica.awaitSyncedWith(master);
            try (Jedis client = replica.client()) {
                assertThat(client.dbSize()).isZero();
            }
            assertThat(replica.digest()).isEqualTo("0".repeat(40));
        }
    }

    /// Mixed and three deep: each link is of another kind, and all hold the same at the same offset.
    @Test
    void a_chain_carries_one_history() throws IOException {
        try (Server redis = Program.REDIS.start(folder, "redis");
                Server node = Program.NODE.start(folder, "node");
                Server second = Program.NODE.start(folder, "second");
                Server last = Program.REDIS.start(folder, "last")) {
            Traffic traffic = Traffic.random();
            traffic.run(redis, 2000);
            node.follow(redis);
            second.follow(node);
            last.follow(second);
            traffic.run(redis, 2000);
            for (Server replica : new Server[] {node, second, last}) {
                replica.awaitSyncedWith(redis);
            }
            traffic.run(redis, 2000);
            for (Server replica : new Server[] {node, second, last}) {
                replica.awaitSyncedWith(redis);
                assertThat(replica.digest()).as(traffic.toString()).isEqualTo(redis.digest());
                assertThat(replica.info("master_replid")).isEqualTo(redis.info("master_replid"));
            }
        }
    }

    @Test
    void a_chain_below_one_of_ours_carries_one_history() throws IOException {
        try (Server top = Program.NODE.start(folder, "top");
                Server redis = Program.REDIS.start(folder, "redis");
                Server last = Program.NODE.start(folder, "last")) {
            Traffic traffic = Traffic.random();
            last.follow(redis);
            redis.follow(top);
            traffic.run(top, 3000);
            for (Server replica : new Server[] {redis, last}) {
                replica.awaitSyncedWith(top);
                assertThat(replica.digest()).as(traffic.toString()).isEqualTo(top.digest());
            }
        }
    }

    /// A relay is in the middle of writing a copy for its own replica when its data becomes another's.
    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void a_copy_of_data_that_is_gone_goes_to_nobody(String diskless) throws IOException {
        try (Server first = Program.REDIS.start(folder, "first");
                Server second = Program.REDIS.start(folder, "second");
                Server relay = Program.NODE.start(folder, "relay", "--repl-diskless-sync", diskless);
                Server last = Program.NODE.start(folder, "last")) {
            Traffic.random().run(first, 3000);
            Traffic.random().run(second, 3000);
            relay.follow(first);
            relay.awaitSyncedWith(first);
            try (Jedis client = relay.client()) {
                client.configSet("rdb-key-save-delay", "50000");
                last.follow(relay);
                relay.awaitLog(
                        diskless.equals("yes")
                                ? "Background RDB transfer started"
                                : "Full sync by way of a file begins");
                relay.follow(second);
                relay.awaitSyncedWith(second);
                // Its replica has come back by now, and waits.
                last.awaitInfo("master_link_status", "down");
                client.configSet("rdb-key-save-delay", "0");
            }
            last.awaitSyncedWith(second);
            assertThat(last.digest()).isEqualTo(second.digest());
        }
    }
}
