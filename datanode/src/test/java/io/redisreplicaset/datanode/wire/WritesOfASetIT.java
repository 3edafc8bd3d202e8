package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a master of a set takes writes, holds them, and refuses them.
final class WritesOfASetIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void a_master_that_hears_no_majority_closes_and_opens_again() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3, "--replicaset-isolation-timeout", "3000")) {
            set.elect(1, 0);
            set.awaitSynced(0);
            set.node(0).await("writesOpen", "1");
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("SET", "key", "1")).isEqualTo("OK");
                set.node(1).process().signal("STOP");
                set.node(2).process().signal("STOP");
                set.node(0).await("writesOpen", "0");
                assertThat(client.say("SET", "key", "2"))
                        .isEqualTo("-NOREPLICAS This master has not heard from a majority of its set in time");
                assertThat(client.say("GET", "key")).isEqualTo("1");
                // One of two is enough: with itself that is a majority.
                set.node(1).process().signal("CONT");
                set.node(0).await("writesOpen", "1");
                assertThat(client.say("SET", "key", "3")).isEqualTo("OK");
                set.node(2).process().signal("CONT");
            }
        }
    }

    @Test
    void a_master_that_stood_still_wakes_up_closed() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3, "--replicaset-isolation-timeout", "500")) {
            set.elect(1, 0);
            set.awaitSynced(0);
            set.node(0).await("writesOpen", "1");
            try (Wire client = set.node(0).client()) {
                set.node(0).process().signal("STOP");
                client.send("SET", "key", "late");
                set.node(1).process().signal("STOP");
                set.node(2).process().signal("STOP");
                // Nothing comes for longer than the isolation timeout.
                assertThat(client.poll(Duration.ofMillis(700))).isEmpty();
                set.node(0).process().signal("CONT");
                assertThat(client.readText()).startsWith("-NOREPLICAS");
                set.node(1).process().signal("CONT");
                set.node(2).process().signal("CONT");
            }
        }
    }

    @Test
    void a_pause_holds_writes_and_refuses_none() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            set.node(0).await("writesOpen", "1");
            try (Wire writer = set.node(0).client();
                    Wire reader = set.node(0).client()) {
                writer.say("SET", "key", "1");
                assertThat(set.node(0).pause(60_000).text("paused")).isEqualTo("1");
                long offset = set.node(0).number("offset");
                writer.send("SET", "key", "2").send("GET", "key");
                assertThat(writer.poll(Duration.ofMillis(200))).isEmpty();
                assertThat(reader.say("GET", "key")).isEqualTo("1");
                assertThat(set.node(0).number("offset")).isEqualTo(offset);
                set.node(0).pause(0);
                assertThat(writer.readText()).isEqualTo("OK");
                assertThat(writer.readText()).isEqualTo("2");

                // It ends by itself.
                long began = System.nanoTime();
                set.node(0).pause(200);
                assertThat(writer.say("SET", "key", "3")).isEqualTo("OK");
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
            }
            assertThat(set.node(0).command("PAUSE", MemberSet.SET_ID, "60001"))
                    .isEqualTo("-ERR millis: wanted 0 to 60000, got 60001");
            assertThat(set.node(1).command("PAUSE", MemberSet.SET_ID, "10"))
                    .isEqualTo("-ERR PAUSE is for a master; this node is replica");
        }
    }

    @Test
    void a_replica_refuses_writes_and_answers_reads() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire client = set.node(1).client()) {
                assertThat(client.say("SET", "key", "1"))
                        .isEqualTo("-READONLY You can't write against a read only replica.");
                client.say("CONFIG", "SET", "replica-read-only", "no");
                // Not even then: its data is the set's.
                assertThat(client.say("SET", "key", "1")).startsWith("-READONLY");
            }
        }
    }
}
