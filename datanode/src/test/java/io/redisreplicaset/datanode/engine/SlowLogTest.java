package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SLOWLOG: which commands it keeps, and what of them.
final class SlowLogTest {
    private final EngineUnderTest node = new EngineUnderTest();
    private final ClientUnderTest client = node.client();

    @BeforeEach
    void every_command_takes_12_milliseconds() {
        node.clock.nanosALook(12_000_000);
    }

    private String latest() {
        return client.send("SLOWLOG GET 1");
    }

    @Test
    void keeps_a_slow_command_with_its_time_words_and_client() {
        client.send("CLIENT SETNAME me");
        client.send("SLOWLOG RESET");
        client.send("SET key value");

        assertThat(latest())
                .isEqualTo("[[:2, :1700000000, :12000, [\"SET\", \"key\", \"value\"], \"10.0.0.1:40001\", \"me\"]]");
    }

    @Test
    void keeps_none_that_is_faster_than_the_limit() {
        client.send("CONFIG SET slowlog-log-slower-than 12001");
        client.send("SLOWLOG RESET");
        client.send("PING");
        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":0");

        client.send("CONFIG SET slowlog-log-slower-than 12000");
        client.send("SLOWLOG RESET");
        client.send("PING");
        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":2");
    }

    @Test
    void keeps_everything_at_zero_and_nothing_below() {
        node.clock.nanosALook(0);
        client.send("CONFIG SET slowlog-log-slower-than 0");
        client.send("PING");
        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":2");

        client.send("CONFIG SET slowlog-log-slower-than -1");
        client.send("SLOWLOG RESET");
        client.send("PING");
        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":0");
    }

    @Test
    void keeps_nothing_where_the_limit_is_as_large_as_can_be() {
        client.send("CONFIG SET slowlog-log-slower-than 9223372036854775807");
        client.send("SLOWLOG RESET");
        client.send("PING");

        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":0");
    }

    @Test
    void keeps_the_latest_first_and_no_more_than_it_may() {
        client.send("CONFIG SET slowlog-max-len 3");
        for (int i = 0; i < 10; i++) {
            client.send("ECHO " + i);
        }

        assertThat(client.send("SLOWLOG GET"))
                .contains("\"9\"", "\"8\"", "\"7\"")
                .doesNotContain("\"6\"");
        client.send("CONFIG SET slowlog-max-len 1");
        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":1");
        client.send("CONFIG SET slowlog-max-len 0");
        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":0");
    }

    @Test
    void counts_on_after_it_was_emptied() {
        client.send("PING");
        client.send("SLOWLOG RESET");
        client.send("PING");

        assertThat(latest()).startsWith("[[:2, ");
    }

    @Test
    void shortens_long_words_and_many_of_them() {
        client.send("ECHO " + "x".repeat(200));
        assertThat(latest()).contains("\"" + "x".repeat(128) + "... (72 more bytes)\"");

        client.send("ECHO " + "x".repeat(128));
        assertThat(latest()).contains("\"" + "x".repeat(128) + "\"");

        client.send("EXISTS" + " k".repeat(40));
        assertThat(latest()).contains("\"EXISTS\"" + ", \"k\"".repeat(30) + ", \"... (10 more arguments)\"]");

        client.send("EXISTS" + " k".repeat(31));
        assertThat(latest()).contains("\"EXISTS\"" + ", \"k\"".repeat(31) + "]");
    }

    @Test
    void shows_no_password() {
        client.send("AUTH wrong");
        assertThat(latest()).contains("[\"AUTH\", \"(redacted)\"]");
        client.send("HELLO 2 AUTH default wrong");
        assertThat(latest()).contains("[\"HELLO\", \"2\", \"AUTH\", \"(redacted)\", \"(redacted)\"]");
        client.send("CONFIG SET hz 20 requirepass secret masterauth other");
        assertThat(latest())
                .contains("[\"CONFIG\", \"SET\", \"hz\", \"20\", \"requirepass\", \"(redacted)\", \"masterauth\","
                        + " \"(redacted)\"]");
        client.send("CONFIG SET REQUIREPASS secret hz nonsense");
        assertThat(latest()).doesNotContain("secret");
    }

    @Test
    void keeps_the_commands_of_a_transaction_and_not_exec() {
        client.sendTogether("MULTI", "SET a 1", "EXEC");

        assertThat(client.send("SLOWLOG GET 2"))
                .contains("\"SET\"", "\"MULTI\"")
                .doesNotContain("\"EXEC\"");
    }

    @Test
    void keeps_nothing_that_was_refused() {
        client.send("SLOWLOG RESET");
        client.send("NOSUCH");
        client.send("GET");

        assertThat(client.send("SLOWLOG LEN")).isEqualTo(":1");
    }
}
