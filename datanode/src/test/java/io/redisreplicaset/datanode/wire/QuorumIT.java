package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.persistence.PeerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `replicaset-durability quorum`: an OK means that the write is held by a quorum, whatever happens.
final class QuorumIT {
    private static final String NO_QUORUM =
            "-NOQUORUM not enough voters acked in time; the outcome of what was sent on this connection and not"
                    + " answered is unknown";
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    /// For a test of what happens when the time is over.
    private static final String SHORT_TIMEOUT = "1000";

    /// For a test in which it must not be over, however busy the machine is.
    private static final String LONG_TIMEOUT = "30000";

    @TempDir
    Path folder = Path.of("");

    private MemberSet quorumSet(String timeoutMillis) throws IOException {
        return MemberSet.start(
                folder,
                3,
                "--replicaset-durability",
                "quorum",
                "--replicaset-quorum-timeout",
                timeoutMillis,
                "--replicaset-isolation",
                "keep-writing");
    }

    @Test
    void a_reply_is_held_until_a_majority_has_the_write() throws IOException {
        try (MemberSet set = quorumSet(LONG_TIMEOUT)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire writer = set.node(0).client();
                    Wire reader = set.node(0).client();
                    Wire pinger = set.node(0).client()) {
                assertThat(writer.say("SET", "key", "0")).isEqualTo("OK");
                set.node(1).process().signal("STOP");
                assertThat(writer.say("SET", "key", "1")).isEqualTo("OK");
                set.node(2).process().signal("STOP");
                writer.send("SET", "key", "2");
                assertThat(writer.poll(Duration.ofMillis(300))).isEmpty();
                // A read that would show it waits as well; what shows no data does not.
                reader.send("GET", "key");
                assertThat(reader.poll(Duration.ofMillis(100))).isEmpty();
                assertThat(pinger.say("PING")).isEqualTo("PONG");
                set.node(1).process().signal("CONT");
                assertThat(writer.readText()).isEqualTo("OK");
                assertThat(reader.readText()).isEqualTo("2");
                set.node(2).process().signal("CONT");
            }
        }
    }

    /// Waits until a write is answered in time. With a short timeout a busy machine may need more than one attempt.
    private static void awaitWrite(Member master) {
        Awaitility.await("a write held by a quorum in time")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    try (Wire writer = master.client()) {
                        assertThat(writer.say("SET", "key", "1")).isEqualTo("OK");
                    }
                });
    }

    @Test
    void without_a_quorum_in_time_the_outcome_is_said_to_be_unknown() throws IOException {
        try (MemberSet set = quorumSet(SHORT_TIMEOUT)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire writer = set.node(0).client();
                    Wire late = set.node(0).client()) {
                awaitWrite(set.node(0));
                set.node(1).process().signal("STOP");
                set.node(2).process().signal("STOP");
                long began = System.nanoTime();
                writer.send("SET", "key", "2").send("GET", "key").send("PING");
                assertThat(writer.readText()).isEqualTo(NO_QUORUM);
                // Less than the default of 5 s: it is the timeout that was asked for.
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(Duration.ofMillis(900), Duration.ofMillis(4900));
                assertThat(writer.isClosedWithin(Duration.ofSeconds(5))).isTrue();
                // From here on there will be a quorum, and it may take its time.
                assertThat(late.say("CONFIG", "SET", "replicaset-quorum-timeout", LONG_TIMEOUT))
                        .isEqualTo("OK");
                late.send("SET", "key", "3");
                assertThat(late.poll(AT_ONCE)).isEmpty();
                set.node(1).process().signal("CONT");
                set.node(2).process().signal("CONT");
                // Never a false refusal either: what was unknown has happened.
                assertThat(late.readText()).isEqualTo("OK");
            }
            set.node(1).await("offset", set.node(0).status("offset"));
            try (Wire client = set.node(1).client()) {
                assertThat(client.say("GET", "key")).isEqualTo("3");
            }
        }
    }

    @Test
    void a_deposed_master_never_says_ok_to_what_its_successor_does_not_have() throws IOException {
        try (MemberSet set = quorumSet(SHORT_TIMEOUT)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            List<String> voters = set.voters();
            try (Wire writer = set.node(0).client()) {
                set.node(1).fence(2, MemberSet.COORDINATOR);
                set.node(2).fence(2, MemberSet.COORDINATOR);
                writer.send("SET", "key", "lost");
                set.node(1).promote(2, MemberSet.COORDINATOR, 2, voters);
                set.node(2).follow(2, set.node(1));
                set.node(0).follow(2, set.node(1));
                assertThat(writer.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            }
            set.awaitSynced(1);
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("GET", "key")).isEmpty();
            }
        }
    }

    @Test
    void acks_of_a_chain_commit_at_its_head() throws IOException {
        try (MemberSet set = quorumSet(LONG_TIMEOUT)) {
            List<String> voters = set.voters();
            set.all().forEach(each -> each.fence(1, MemberSet.COORDINATOR));
            // All three must hold a write, and the third is reached through the second.
            set.node(0).promote(1, MemberSet.COORDINATOR, 3, voters);
            set.node(1).follow(1, set.node(0));
            set.node(2).follow(1, set.node(1));
            set.node(2).await("synced", "1");
            set.node(0).await("committedEpoch", "1");
            try (Wire writer = set.node(0).client()) {
                long began = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    assertThat(writer.say("SET", "key", Integer.toString(i))).isEqualTo("OK");
                }
                // Each ack came when it was due, and not at the next second.
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
                set.node(2).process().signal("STOP");
                writer.send("SET", "key", "held");
                assertThat(writer.poll(Duration.ofMillis(300))).isEmpty();
                set.node(2).process().signal("CONT");
                assertThat(writer.readText()).isEqualTo("OK");
            }
        }
    }

    @Test
    void a_node_with_a_new_disk_is_a_new_node_and_no_voter() throws IOException {
        try (MemberSet set = quorumSet(SHORT_TIMEOUT)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            String before = set.node(2).nodeId();
            set.node(2).process().killAtOnce();
            try (var files = Files.list(folder.resolve("kv-2"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            set.node(2).startAgain();
            assertThat(set.node(2).nodeId()).isNotEqualTo(before);
            assertThat(set.node(2).status("role")).isEqualTo("joining");
            set.node(2).follow(1, set.node(0));
            set.node(2).await("synced", "1");
            assertThat(set.node(2).status("voters"))
                    .contains(before)
                    .doesNotContain(set.node(2).nodeId());
            set.node(1).process().signal("STOP");
            try (Wire writer = set.node(0).client()) {
                // It has the write, but its word counts for nothing.
                assertThat(writer.say("SET", "key", "value")).isEqualTo(NO_QUORUM);
            }
            set.node(1).process().signal("CONT");
            set.node(2).await("offset", set.node(0).status("offset"));
        }
    }

    @Test
    void a_plain_redis_replica_counts_for_wait_and_not_for_the_quorum() throws IOException {
        try (MemberSet set = quorumSet(SHORT_TIMEOUT);
                var redis = PeerServer.start(
                        Files.createDirectory(folder.resolve("redis")),
                        "--replicaof",
                        "127.0.0.1 " + set.node(0).port())) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire writer = set.node(0).client();
                    var client = redis.client()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> writer.say("WAIT", "3", "10").equals("3"));
                set.node(1).process().signal("STOP");
                set.node(2).process().signal("STOP");
                assertThat(writer.say("SET", "key", "value")).isEqualTo(NO_QUORUM);
                // It was sent at once, and arrives when it arrives.
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(client.get("key")).isEqualTo("value"));
                set.node(1).process().signal("CONT");
                set.node(2).process().signal("CONT");
            }
        }
    }
}
