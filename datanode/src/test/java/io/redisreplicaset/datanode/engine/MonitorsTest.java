package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What MONITOR shows, in Redis's form.
final class MonitorsTest {
    private static final String TIME = "+1700000000.000000 ";

    private final EngineUnderTest node = new EngineUnderTest("requirepass secret");
    private final ClientUnderTest client = node.client();
    private final ClientUnderTest monitor = node.client();

    MonitorsTest() {
        client.send("AUTH secret");
        monitor.send("AUTH secret");
        assertThat(monitor.send("MONITOR")).isEqualTo("+OK");
    }

    private String shown(String line) {
        client.send(line);
        return monitor.received();
    }

    @Test
    void a_command_is_shown_with_its_time_database_client_and_words() {
        assertThat(shown("SET key value")).isEqualTo(TIME + "[0 10.0.0.1:40001] \"SET\" \"key\" \"value\"");
        node.clock.advanceMillis(1007);
        assertThat(shown("get key")).isEqualTo("+1700000001.007000 [0 10.0.0.1:40001] \"get\" \"key\"");
    }

    @Test
    void bytes_that_are_no_text_are_escaped() {
        client.send(new byte[][] {
            "SET".getBytes(StandardCharsets.US_ASCII),
            "a\"\\\n\r\t\u0007\b\0\u00FF~".getBytes(StandardCharsets.ISO_8859_1)
        });
        client.send(new byte[][] {
            "SET".getBytes(StandardCharsets.US_ASCII),
            "a\"\\\n\r\t\u0007\b\0\u00FF~".getBytes(StandardCharsets.ISO_8859_1),
            new byte[0]
        });

        // The one that was refused is not shown.
        assertThat(monitor.received())
                .isEqualTo(TIME + "[0 10.0.0.1:40001] \"SET\" \"a\\\"\\\\\\n\\r\\t\\a\\b\\x00\\xff~\" \"\"");
    }

    @Test
    void passwords_are_left_out_and_nothing_else() {
        assertThat(shown("AUTH secret")).isEqualTo(TIME + "[0 10.0.0.1:40001] \"AUTH\" \"(redacted)\"");
        assertThat(shown("AUTH default wrong"))
                .isEqualTo(TIME + "[0 10.0.0.1:40001] \"AUTH\" \"(redacted)\" \"(redacted)\"");
        assertThat(shown("HELLO 2 AUTH default secret SETNAME me"))
                .isEqualTo(
                        TIME
                                + "[0 10.0.0.1:40001] \"HELLO\" \"2\" \"AUTH\" \"(redacted)\" \"(redacted)\" \"SETNAME\" \"me\"");
        assertThat(shown("HELLO 2")).isEqualTo(TIME + "[0 10.0.0.1:40001] \"HELLO\" \"2\"");
    }

    @Test
    void what_steers_the_server_is_not_shown() {
        assertThat(shown("CONFIG SET requirepass other")).isEmpty();
        assertThat(shown("CLIENT LIST")).isEmpty();
        assertThat(shown("CLIENT SETNAME me")).isNotEmpty();
    }

    @Test
    void what_is_refused_is_not_shown_and_what_fails_is() {
        client.send("SET s abc");
        monitor.received();

        assertThat(shown("NOSUCH")).isEmpty();
        assertThat(shown("GET")).isEmpty();
        assertThat(shown("INCR s")).isEqualTo(TIME + "[0 10.0.0.1:40001] \"INCR\" \"s\"");
    }

    @Test
    void a_transaction_is_shown_when_it_runs_and_ends_with_exec() {
        assertThat(shown("MULTI")).endsWith("\"MULTI\"");
        assertThat(shown("SET a 1")).isEmpty();
        assertThat(shown("INCR a")).isEmpty();
        assertThat(shown("EXEC"))
                .isEqualTo(TIME + "[0 10.0.0.1:40001] \"SET\" \"a\" \"1\"\n" + TIME
                        + "[0 10.0.0.1:40001] \"INCR\" \"a\"\n" + TIME + "[0 10.0.0.1:40001] \"EXEC\"");
    }

    @Test
    void a_command_that_chooses_a_database_is_shown_there() {
        assertThat(shown("SELECT 3")).isEqualTo(TIME + "[3 10.0.0.1:40001] \"SELECT\" \"3\"");
    }

    @Test
    void a_monitor_sees_itself_behind_its_own_reply() {
        assertThat(monitor.send("PING")).isEqualTo("+PONG\n" + TIME + "[0 10.0.0.1:40002] \"PING\"");
    }

    @Test
    void a_monitor_that_is_reset_sees_no_more() {
        monitor.send("RESET");
        monitor.received();

        assertThat(shown("PING")).isEmpty();
    }

    @Test
    void nobody_is_shown_anything_when_the_last_monitor_is_gone() {
        monitor.disconnect();

        assertThat(shown("PING")).isEmpty();
        assertThat(client.send("PING")).isEqualTo("+PONG");
    }
}
