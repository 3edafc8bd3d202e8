package io.redisreplicaset.datanode.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.Transcript.Section;
import io.redisreplicaset.datanode.command.Transcript.Turn;
import io.redisreplicaset.datanode.engine.ClientUnderTest;
import io.redisreplicaset.datanode.engine.EngineUnderTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What commands add to the history: the same as redis-server 7.0.15 sends to its replicas, but where we say so.
final class PropagationTest {
    private EngineUnderTest node = new EngineUnderTest("enable-debug-command yes");
    private ClientUnderTest client = node.client();

    @BeforeEach
    void a_history_that_stands_in_database_0() {
        node = new EngineUnderTest("enable-debug-command yes", "save \"\"");
        client = node.client();
        client.send("SET x x");
        client.send("DEL x");
        node.history();
    }

    private List<String> after(String... lines) {
        for (String line : lines) {
            client.send(line);
        }
        return node.history();
    }

    @TestFactory
    Stream<DynamicTest> commands_are_told_as_redis_tells_them() {
        return Stream.of("propagation", "propagation-of-expiry")
                .flatMap(file -> Transcript.read(file).stream())
                .map(section -> DynamicTest.dynamicTest(section.heading(), () -> play(section)));
    }

    private void play(Section section) {
        a_history_that_stands_in_database_0();
        for (Turn turn : section.turns()) {
            if (turn.client().isEmpty()) {
                node.clock.advanceMillis(Long.parseLong(turn.said().replace(" ms", "")));
                continue;
            }
            client.send(turn.words());

            assertThat(node.history().stream()
                            .map(line -> line.replaceAll("\\b1[67]\\d{11}\\b", "<ms>"))
                            .toList())
                    .as(turn.place())
                    .isEqualTo(turn.followed());
        }
    }

    @Test
    void begins_by_saying_in_which_database_it_stands() {
        EngineUnderTest fresh = new EngineUnderTest();
        ClientUnderTest itsClient = fresh.client();

        itsClient.send("SELECT 3");
        itsClient.sendTogether("MULTI", "SET a 1", "SET b 1", "EXEC");

        assertThat(fresh.history()).containsExactly("SELECT 3", "MULTI", "SET a 1", "SET b 1", "EXEC");
    }

    @Test
    void tells_the_moment_of_an_end_to_the_millisecond() {
        long now = node.clock.unixMillis();

        assertThat(after("SET a 1 EX 100", "PEXPIRE a 5", "GETEX a PX 7", "SETEX a 2 v"))
                .containsExactly(
                        "SET a 1 PXAT " + (now + 100_000),
                        "PEXPIREAT a " + (now + 5),
                        "PEXPIREAT a " + (now + 7),
                        "SET a v PXAT " + (now + 2000));
    }

    /// Redis leaves the condition in; a replica of another version, or with another clock, might judge it otherwise.
    @Test
    void tells_an_expiry_that_was_decided_without_its_condition() {
        long now = node.clock.unixMillis();

        assertThat(after("SET a 1 EX 100", "EXPIRE a 200 GT", "EXPIRE a 50 LT XX", "EXPIRE a 60 LT"))
                .containsExactly(
                        "SET a 1 PXAT " + (now + 100_000),
                        "PEXPIREAT a " + (now + 200_000),
                        "PEXPIREAT a " + (now + 50_000));
    }

    @Test
    void copies_a_request_as_it_came_and_tidies_up_one_that_came_as_a_line() {
        assertThat(after("sEt a 1")).containsExactly("sEt a 1");
    }

    @Test
    void tells_nothing_while_the_history_is_somebody_elses() {
        node.surroundings.isReplica = true;
        client.send("CONFIG SET replica-read-only no");

        assertThat(after("SET a 1", "INCRBYFLOAT f 1", "FLUSHALL", "PUBLISH c m", "EXPIRE f 1"))
                .isEmpty();
    }

    @Test
    void tells_nothing_of_what_comes_from_upstream() {
        node.surroundings.isReplica = true;

        node.fromUpstream("SET", "a", "1");

        assertThat(node.history()).isEmpty();
        assertThat(node.stored(0)).isEqualTo(1);
    }

    @Test
    void ends_what_belongs_to_the_history_before_a_change_of_roles() {
        // A sentinel does this: a role, and settings, in one transaction.
        assertThat(after("MULTI", "SET a 1", "SET b 1", "REPLICAOF NO ONE", "SET c 1", "EXEC"))
                .containsExactly("MULTI", "SET a 1", "SET b 1", "EXEC", "SET c 1");
        assertThat(node.surroundings.asked).containsExactly("promote");
    }

    @Test
    void moves_what_a_client_waits_for_only_with_what_it_changed() {
        client.send("SET a 1");
        long afterWrite = node.core.stream().offset();
        node.client().send("SET b 1");

        client.send("GET b");
        assertThat(client.client().lastWriteOffset()).isEqualTo(afterWrite);
        client.send("FLUSHALL");
        assertThat(client.client().lastWriteOffset())
                .isEqualTo(node.core.stream().offset());
        client.send("PUBLISH c m");
        assertThat(client.client().lastWriteOffset())
                .isEqualTo(node.core.stream().offset());
    }
}
