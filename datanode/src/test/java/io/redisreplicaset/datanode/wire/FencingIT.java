package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.membership.MembershipConfig;
import io.redisreplicaset.datanode.server.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promises and what they cost: FENCE, PROMOTE, FOLLOW, and the refusals of each.
final class FencingIT {
    private static final String COORDINATOR = MemberSet.COORDINATOR;
    private static final String READONLY = "-READONLY This node is not the master of its set";

    @TempDir
    Path folder = Path.of("");

    @Test
    void a_promise_is_on_disk_when_it_is_answered_and_outlives_the_process() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1)) {
            Member node = set.node(0);
            node.fence(7, COORDINATOR);
            assertThat(Files.readString(folder.resolve("kv-0/node.meta")))
                    .contains("7")
                    .contains(COORDINATOR);
            String nodeId = node.nodeId();
            String runId = node.status("runId");

            node.process().killAtOnce();
            node.startAgain();

            assertThat(node.status("promisedEpoch")).isEqualTo("7");
            assertThat(node.status("promisedTo")).isEqualTo(COORDINATOR);
            assertThat(node.nodeId()).isEqualTo(nodeId);
            assertThat(node.status("runId")).isNotEqualTo(runId);
            assertThat(node.command("FENCE", MemberSet.SET_ID, "6", COORDINATOR))
                    .isEqualTo("-STALEEPOCH promised 7 to operator-1");
            assertThat(node.command("FENCE", MemberSet.SET_ID, "7", "operator-2"))
                    .isEqualTo("-STALEEPOCH promised 7 to operator-1");
            // What the earlier process promised does not allow this one to be promoted.
            assertThat(node.command("PROMOTE", MemberSet.SET_ID, "7", COORDINATOR, "1", nodeId))
                    .startsWith("-NOPROMISE ");
            node.fence(8, COORDINATOR);
            node.promote(8, COORDINATOR, 1, List.of(nodeId));
            assertThat(node.status("role")).isEqualTo("master");
        }
    }

    @Test
    void commands_of_another_set_or_epoch_are_refused_with_the_reason() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1)) {
            Member node = set.node(0);
            String wrongSet = "-WRONGSET This node belongs to set '" + MemberSet.SET_ID + "'";
            assertThat(node.command("FENCE", "other", "1", COORDINATOR)).isEqualTo(wrongSet);
            assertThat(node.command("PROMOTE", "other", "1", COORDINATOR, "1", node.nodeId()))
                    .isEqualTo(wrongSet);
            assertThat(node.command("FOLLOW", "other", "1", "127.0.0.1", "1")).isEqualTo(wrongSet);
            assertThat(node.command("PAUSE", "other", "1")).isEqualTo(wrongSet);
            assertThat(node.command("PEERS", "other")).isEqualTo(wrongSet);
            node.fence(3, COORDINATOR);
            assertThat(node.command("PROMOTE", MemberSet.SET_ID, "2", COORDINATOR, "1", node.nodeId()))
                    .isEqualTo("-STALEEPOCH promised 3 to operator-1");
            assertThat(node.command("FOLLOW", MemberSet.SET_ID, "2", "127.0.0.1", "1"))
                    .isEqualTo("-STALEEPOCH promised 3 to operator-1");
            assertThat(node.command("PROMOTE", MemberSet.SET_ID, "3", COORDINATOR, "1", "0".repeat(40)))
                    .startsWith("-ERR voters: wanted this node's id " + node.nodeId());
            node.promote(3, COORDINATOR, 1, List.of(node.nodeId()));
            assertThat(node.command("FOLLOW", MemberSet.SET_ID, "3", "127.0.0.1", "1"))
                    .isEqualTo("-ERR This node is the master of epoch 3; only a later epoch makes it follow");
            // Repeating it on the master that it made is harmless.
            node.promote(3, COORDINATOR, 1, List.of(node.nodeId()));
        }
    }

    @Test
    void a_node_of_no_set_has_no_replicaset_commands() throws IOException {
        try (var node = NodeProcess.serving(NodeProcess.Wish.in(folder));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.say("REPLICASET", "STATUS")).isEqualTo("-ERR This node belongs to no set");
            assertThat(wire.say("REPLICASET", "WATCH")).isEqualTo("-ERR This node belongs to no set");
        }
    }

    @Test
    void a_member_is_not_steered_by_redis_commands() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1);
                Wire client = set.node(0).client()) {
            String refusal =
                    "-ERR This node belongs to a set: its coordinator chooses the master with REPLICASET PROMOTE"
                            + " and REPLICASET FOLLOW";
            assertThat(client.say("REPLICAOF", "NO", "ONE")).isEqualTo(refusal);
            assertThat(client.say("REPLICAOF", "127.0.0.1", "6379")).isEqualTo(refusal);
            assertThat(client.say("SLAVEOF", "NO", "ONE")).isEqualTo(refusal);
            assertThat(client.say("CONFIG", "SET", "replicaof", "127.0.0.1 6379"))
                    .startsWith("-ERR");
        }
    }

    @Test
    void nothing_is_written_before_a_promotion() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1);
                Wire client = set.node(0).client()) {
            assertThat(client.say("SET", "key", "value")).isEqualTo(READONLY);
            assertThat(client.say("ROLE")).doesNotContain("master");
            assertThat(client.say("INFO", "replication")).contains("role:slave");
            set.elect(1, 0);
            assertThat(client.say("SET", "key", "value")).isEqualTo("OK");
            assertThat(client.say("INFO", "replication")).contains("role:master");
        }
    }

    private record Answer(String text, long atNanos) {}

    /// What is said to a client, and when: a thread for each, so that none is read late because another one is.
    private static CompletableFuture<Answer> answerOf(Wire client) {
        return CompletableFuture.supplyAsync(
                () -> new Answer(client.readText(), System.nanoTime()), Thread::startVirtualThread);
    }

    @Test
    void a_fenced_master_keeps_clients_waiting_and_lets_them_go() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire idle = set.node(0).client();
                    Wire writer = set.node(0).client();
                    Wire reader = set.node(0).client();
                    Wire transaction = set.node(0).client()) {
                idle.say("SET", "key", "value");
                transaction.say("MULTI");
                transaction.say("GET", "key");
                long began = System.nanoTime();
                set.node(0).fence(2, COORDINATOR);
                var written = answerOf(writer.send("SET", "key", "other"));
                // Nobody knows yet whether this history goes on: a read could be stale.
                var read = answerOf(reader.send("GET", "key"));
                var executed = answerOf(transaction.send("EXEC"));
                assertThat(set.node(0).status("writesOpen")).isEqualTo("0");
                for (CompletableFuture<Answer> each : List.of(written, read, executed)) {
                    assertThat(each.join().text).isEqualTo(READONLY);
                    assertThat(each.join().atNanos - began).isGreaterThanOrEqualTo(MembershipConfig.PARK_NANOS);
                }
                assertThat(writer.isClosedWithin(Duration.ofSeconds(5))).isTrue();
                assertThat(reader.isClosedWithin(Duration.ofSeconds(5))).isTrue();
                assertThat(idle.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            }
            assertThat(set.node(0).status("role")).isEqualTo("fenced");
            assertThat(set.node(0).status("epoch")).isEqualTo("1");
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("SET", "key", "other")).isEqualTo(READONLY);
                assertThat(client.say("INFO", "replication")).contains("role:slave");
            }
        }
    }

    @Test
    void a_master_that_is_promoted_again_takes_up_what_waits() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire writer = set.node(0).client()) {
                List<String> voters = set.voters();
                set.node(0).fence(2, COORDINATOR);
                writer.send("SET", "key", "value");
                assertThat(writer.poll(Duration.ofMillis(50))).isEmpty();
                set.node(0).promote(2, COORDINATOR, 2, voters);
                assertThat(writer.readText()).isEqualTo("OK");
            }
        }
    }

    @Test
    void a_fenced_replica_takes_and_acks_nothing_more_of_the_old_master() throws IOException {
        // Heartbeats are far apart here, or the master would hear of the promise and close.
        try (MemberSet set = MemberSet.start(
                folder, 3, "--replicaset-detection-timeout", "600000", "--replicaset-isolation", "keep-writing")) {
            set.elect(1, 0);
            set.awaitSynced(0);
            long offset = set.node(2).fence(2, COORDINATOR).number("offset");
            try (Wire client = set.node(0).client()) {
                client.say("SET", "key", "value");
                // The one that is not fenced counts as soon as it has said so.
                assertThat(client.say("WAIT", "1", "5000")).isEqualTo("1");
                assertThat(client.say("WAIT", "2", "300")).isEqualTo("1");
            }
            assertThat(set.node(2).number("offset")).isEqualTo(offset);
            assertThat(set.node(2).status("linkStatus")).isEqualTo("none");
        }
    }

    @Test
    void a_master_that_hears_of_a_later_epoch_closes_by_itself() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            // The coordinator reaches everybody but the master.
            set.node(1).fence(2, COORDINATOR);
            set.node(2).fence(2, COORDINATOR);
            set.node(0).await("role", "fenced");
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("SET", "key", "value")).isEqualTo(READONLY);
            }
        }
    }

    @Test
    void a_replica_restarted_goes_on_with_its_upstream() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire client = set.node(0).client()) {
                client.say("SET", "key", "value");
                client.say("WAIT", "2", "5000");
            }
            set.node(1).process().signal("TERM");
            assertThat(set.node(1).process().exitCode()).isZero();
            set.node(1).startAgain();
            assertThat(set.node(1).status("intact")).isEqualTo("1");
            set.node(1).await("synced", "1");
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("INFO", "stats")).contains("sync_full:2", "sync_partial_ok:1");
                client.say("SET", "key", "other");
                assertThat(client.say("WAIT", "2", "5000")).isEqualTo("2");
            }
            set.node(2).process().killAtOnce();
            set.node(2).startAgain();
            // It had saved nothing, and can't prove what it acked, until it stands where the master is.
            set.introduce();
            set.node(2).await("synced", "1");
            set.node(2).await("intact", "1");
        }
    }
}
