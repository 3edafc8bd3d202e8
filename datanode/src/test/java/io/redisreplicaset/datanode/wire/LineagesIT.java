package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.persistence.PeerServer;
import io.redisreplicaset.datanode.server.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose data may take the place of whose.
final class LineagesIT {
    @TempDir
    Path folder = Path.of("");

    private void wipe(Member member) throws IOException {
        member.process().killAtOnce();
        try (var files = Files.list(folder.resolve(member.name()))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        member.startAgain();
    }

    @Test
    void an_empty_master_never_takes_the_data_of_its_replicas() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 2)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire client = set.node(0).client()) {
                client.say("SET", "key", "value");
                client.say("WAIT", "1", "5000");
            }
            // The disk is gone, and a coordinator that has not looked promotes what came back.
            wipe(set.node(0));
            set.node(0).fence(2, MemberSet.COORDINATOR);
            set.node(0).promote(2, MemberSet.COORDINATOR, 1, List.of(set.node(0).nodeId()));
            assertThat(set.node(0).status("rootEpoch")).isEqualTo("2");
            set.node(1).follow(2, set.node(0));
            set.node(1)
                    .process()
                    .awaitLog("-EMPTYMASTER this data began in epoch 2 and would replace data that began in epoch 1");
            set.node(0).process().awaitLog("Full sync refused to replica");
            assertThat(set.node(1).status("synced")).isEqualTo("0");
            try (Wire client = set.node(1).client()) {
                assertThat(client.say("GET", "key")).isEqualTo("value");
            }
            // It can still be saved: a later epoch for the one that has the data.
            set.elect(3, 1);
            set.awaitSynced(1);
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("GET", "key")).isEqualTo("value");
            }
            assertThat(set.node(0).status("rootEpoch")).isEqualTo("1");
        }
    }

    @Test
    void an_upstream_that_holds_less_is_not_copied() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire client = set.node(0).client()) {
                client.say("SET", "key", "value");
                client.say("WAIT", "2", "5000");
            }
            // A relay with a new disk, told to follow and not synced: its own upstream is not there.
            set.node(0).process().killAtOnce();
            wipe(set.node(1));
            set.node(1).follow(1, set.node(0));
            set.node(2).follow(1, set.node(1));
            set.node(2).process().awaitLog("MASTER can't serve a sync now: -NOMASTERLINK");
            try (Wire client = set.node(2).client()) {
                assertThat(client.say("GET", "key")).isEqualTo("value");
            }
        }
    }

    @Test
    void a_deposed_master_gives_up_what_only_it_has() throws IOException {
        // Heartbeats are far apart: nobody tells the old master.
        try (MemberSet set = MemberSet.start(
                folder, 3, "--replicaset-detection-timeout", "600000", "--replicaset-isolation", "keep-writing")) {
            set.elect(1, 0);
            set.awaitSynced(0);
            set.node(1).fence(2, MemberSet.COORDINATOR);
            set.node(2).fence(2, MemberSet.COORDINATOR);
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("SET", "only-here", "value")).isEqualTo("OK");
            }
            List<String> voters = List.of(set.node(1).nodeId(), set.node(2).nodeId());
            set.node(1).promote(2, MemberSet.COORDINATOR, 2, voters);
            set.node(2).follow(2, set.node(1));
            set.node(1).await("committedEpoch", "2");
            set.node(0).follow(2, set.node(1));
            set.node(0).await("synced", "1");
            set.node(0).process().awaitLog("Full resync from MASTER");
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("EXISTS", "only-here")).isEqualTo("0");
            }
            assertThat(set.node(0).process().digest())
                    .isEqualTo(set.node(1).process().digest());
        }
    }

    @Test
    void a_replica_of_another_set_is_turned_away() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1);
                Member stranger = Member.start(
                        "other-set",
                        "other-0",
                        NodeProcess.Wish.in(
                                Files.createDirectory(folder.resolve("other")),
                                "--replicaset-id",
                                "other-set",
                                "--replicaset-name",
                                "other-0"))) {
            set.elect(1, 0);
            assertThat(stranger.command(
                            "FOLLOW",
                            "other-set",
                            "1",
                            "127.0.0.1",
                            Integer.toString(set.node(0).port())))
                    .doesNotStartWith("-");
            stranger.process()
                    .awaitLog("MASTER refuses this member of the set: -WRONGSET This node belongs to set '"
                            + MemberSet.SET_ID + "'");
            assertThat(stranger.status("synced")).isEqualTo("0");
        }
    }

    @Test
    void a_folder_of_another_set_is_refused_at_start() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1)) {
            set.node(0).fence(1, MemberSet.COORDINATOR);
        }
        try (var node = NodeProcess.started(NodeProcess.Wish.in(
                folder.resolve("kv-0"), "--replicaset-id", "other-set", "--replicaset-name", "kv-0"))) {
            assertThat(node.exitCode()).isEqualTo(1);
            assertThat(node.log())
                    .contains("setId of node.meta: wanted 'other-set' (the configuration), got '" + MemberSet.SET_ID
                            + "'");
        }
    }

    @Test
    void a_redis_server_is_a_master_to_import_from() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1);
                var redis = PeerServer.start(Files.createDirectory(folder.resolve("redis")));
                var client = redis.client()) {
            client.set("key", "value");
            assertThat(set.node(0)
                            .command("FOLLOW", MemberSet.SET_ID, "1", "127.0.0.1", Integer.toString(redis.port())))
                    .doesNotStartWith("-");
            set.node(0).await("synced", "1");
            set.elect(2, 0);
            try (Wire ours = set.node(0).client()) {
                assertThat(ours.say("GET", "key")).isEqualTo("value");
                assertThat(ours.say("SET", "key", "other")).isEqualTo("OK");
            }
        }
    }
}
