package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.resp.RespValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// REPLICASET WATCH: whoever coordinates hears of every change, and of silence within a second.
final class WatchIT {
    @TempDir
    Path folder = Path.of("");

    record Push(String event, Status status) {
        String status(String key) {
            return status.text(key);
        }
    }

    private static Push push(RespValue reply) {
        List<RespValue> parts = switch (reply) {
            case RespValue.Sequence(List<RespValue> elements) -> elements;
            case RespValue.Push(List<RespValue> elements) -> elements;
            default -> throw new AssertionError("expected a push, got " + reply);
        };
        assertThat(parts).hasSize(3);
        assertThat(parts.get(0).asText()).isEqualTo("replicaset");
        return new Push(parts.get(1).asText(), Status.of(parts.get(2)));
    }

    static Push awaitEvent(Wire watch, String event) {
        List<String> passed = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            Push push = push(watch.read());
            if (push.event.equals(event)) {
                return push;
            }
            passed.add(push.event);
        }
        throw new AssertionError("no '" + event + "', only " + passed);
    }

    private static void awaitRole(Wire watch, String role) {
        Push push = awaitEvent(watch, "role");
        while (!push.status("role").equals(role)) {
            push = awaitEvent(watch, "role");
        }
    }

    static Wire watching(Member member) {
        Wire watch = member.client();
        assertThat(watch.say("REPLICASET", "WATCH")).isEqualTo("OK");
        assertThat(push(watch.read()).event).isEqualTo("watching");
        return watch;
    }

    @Test
    void a_watcher_hears_at_least_once_a_second() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1);
                Wire watch = watching(set.node(0))) {
            int inTime = 0;
            // Now and then a busy machine may be late; three in a row are no chance.
            for (int i = 0; i < 20 && inTime < 3; i++) {
                Optional<Push> heard = watch.poll(Duration.ofMillis(1500)).map(WatchIT::push);
                heard.ifPresent(push -> assertThat(push.event).isEqualTo("alive"));
                inTime = heard.isPresent() ? inTime + 1 : 0;
            }
            assertThat(inTime).as("in time, one after the other").isEqualTo(3);
        }
    }

    @Test
    void in_resp3_it_is_a_push_with_a_map() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1);
                Wire watch = set.node(0).client()) {
            watch.call("HELLO", "3");
            assertThat(watch.say("REPLICASET", "WATCH")).isEqualTo("OK");
            RespValue first = watch.read();
            assertThat(first).isInstanceOf(RespValue.Push.class);
            assertThat(((RespValue.Push) first).elements().get(2)).isInstanceOf(RespValue.Mapping.class);
            assertThat(push(first).status("setId")).isEqualTo(MemberSet.SET_ID);
        }
    }

    @Test
    void a_watcher_hears_of_roles_links_and_commits() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3);
                Wire master = watching(set.node(0));
                Wire replica = watching(set.node(1))) {
            set.elect(1, 0);
            assertThat(awaitEvent(master, "role").status("promisedEpoch")).isEqualTo("1");
            assertThat(awaitEvent(master, "role").status("role")).isEqualTo("master");
            assertThat(awaitEvent(master, "committed").status("committedEpoch")).isEqualTo("1");
            assertThat(awaitEvent(replica, "synced").status("linkStatus")).isEqualTo("up");
            set.node(0).process().killAtOnce();
            long killed = System.nanoTime();
            Push link = awaitEvent(replica, "link");
            assertThat(link.status("linkStatus")).isEqualTo("down");
            // It heard of the end, and did not wait for `repl-timeout`, which is a minute.
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(10));
            assertThat(link.status("synced")).isEqualTo("0");
        }
    }

    @Test
    void a_watcher_hears_of_a_peer_that_falls_silent() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3);
                Wire watch = watching(set.node(1))) {
            set.elect(1, 0);
            set.awaitSynced(0);
            Member silent = set.node(0);
            silent.process().signal("STOP");
            boolean isSuspected = false;
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!isSuspected && System.nanoTime() < deadline) {
                Push push = awaitEvent(watch, "peer");
                isSuspected = push.status.rows("peers").stream()
                        .anyMatch(peer -> peer.get(0).equals("kv-0") && Long.parseLong(peer.get(4)) >= 400);
            }
            assertThat(isSuspected).isTrue();
            silent.process().signal("CONT");
        }
    }

    @Test
    void a_watcher_outlives_the_fencing_that_ends_other_connections() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 1);
                Wire watch = watching(set.node(0));
                Wire client = set.node(0).client()) {
            set.elect(1, 0);
            client.say("SET", "key", "value");
            set.node(0).fence(2, MemberSet.COORDINATOR);
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            // Passing over what was pushed before: the first fencing, and signs of life of the time as a master.
            awaitRole(watch, "master");
            awaitRole(watch, "fenced");
            assertThat(awaitEvent(watch, "alive").status("role")).isEqualTo("fenced");
        }
    }

    @Test
    void sigterm_asks_for_relief_and_the_master_goes_when_another_took_over() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire watch = watching(set.node(0));
                    Wire client = set.node(0).client()) {
                client.say("SET", "key", "value");
                set.node(0).process().signal("TERM");
                assertThat(awaitEvent(watch, "shutdown").status("shuttingDown")).isEqualTo("1");
                // It serves until then.
                assertThat(client.say("SET", "key", "other")).isEqualTo("OK");
                set.relieve(set.node(0), 2, 1);
                assertThat(set.node(0).process().exitCode()).isZero();
            }
            try (Wire client = set.node(1).client()) {
                assertThat(client.say("GET", "key")).isEqualTo("other");
            }
            set.node(0).startAgain();
            set.node(0).follow(2, set.node(1));
            set.node(0).await("synced", "1");
            assertThat(set.node(0).status("intact")).isEqualTo("1");
        }
    }
}
