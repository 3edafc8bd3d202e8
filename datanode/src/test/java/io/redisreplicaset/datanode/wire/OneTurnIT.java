package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What arrives together is served in one turn of the loop, and each of it is told of what came before.
final class OneTurnIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void a_coordinator_is_told_of_the_write_before_its_command() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire wire = set.node(0).client()) {
                for (String command : new String[] {"STATUS", "PAUSE " + MemberSet.SET_ID + " 60000"}) {
                    wire.sendText("SET key value\r\nREPLICASET " + command + "\r\n");
                    assertThat(wire.readText()).isEqualTo("OK");
                    String told = Status.of(wire.read()).text("offset");
                    assertThat(told).as(command).isEqualTo(set.node(0).status("offset"));
                }
                set.node(0).pause(0);
                long before = set.node(0).number("offset");
                wire.sendText("SET key value\r\nREPLICASET FENCE " + MemberSet.SET_ID + " 2 operator-1\r\n");
                assertThat(wire.readText()).isEqualTo("OK");
                long told = Long.parseLong(Status.of(wire.read()).text("offset"));
                // What an election compares is what was answered with OK.
                assertThat(told).isGreaterThan(before);
            }
        }
    }

    @Test
    void a_peer_that_falls_silent_is_told_of_though_another_was_heard_as_late() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3, "--replicaset-detection-timeout", "1500");
                Wire watch = WatchIT.watching(set.node(1))) {
            set.elect(1, 0);
            set.awaitSynced(0);
            Member silent = set.node(0);
            Member heard = set.node(2);
            Member watched = set.node(1);
            heard.process().signal("STOP");
            Awaitility.await("it was asked and did not answer")
                    .until(() -> silenceMillis(watched.status(), "kv-2") > 400);
            silent.process().signal("STOP");
            watched.process().signal("STOP");
            // Its answer waits where the watched node finds it first when it wakes up, later than it suspects anybody.
            heard.process().signal("CONT");
            Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            watched.process().signal("CONT");

            WatchIT.Push told = WatchIT.awaitEvent(watch, "peer");
            assertThat(silenceMillis(told.status(), "kv-0")).isGreaterThanOrEqualTo(1500);

            silent.process().signal("CONT");
        }
    }

    private static long silenceMillis(Status status, String peer) {
        return status.rows("peers").stream()
                .filter(row -> row.get(0).equals(peer))
                .mapToLong(row -> Long.parseLong(row.get(4)))
                .findFirst()
                .orElseThrow();
    }
}
