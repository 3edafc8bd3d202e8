package io.redisreplicaset.datanode.replication.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.resp.RespProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    private final LineReader reader = new LineReader();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void takes_one_line_and_not_a_byte_more() {
        byte[] bytes = ascii("+CONTINUE\r\n*1\r\n");
        assertThat(reader.take(bytes, 0, bytes.length)).isEqualTo(11);
        assertThat(reader.line()).isEqualTo("+CONTINUE");
    }

    @Test
    void puts_a_line_together_from_single_bytes() {
        for (byte each : ascii("+PONG\r")) {
            assertThat(reader.take(new byte[] {each}, 0, 1)).isEqualTo(1);
            assertThat(reader.line()).isNull();
        }
        reader.take(ascii("\n"), 0, 1);
        assertThat(reader.line()).isEqualTo("+PONG");
    }

    @Test
    void takes_a_bare_newline_for_an_empty_line() {
        assertThat(reader.take(ascii("\n\n"), 0, 2)).isEqualTo(1);
        assertThat(reader.line()).isEmpty();
    }

    @Test
    void forgets_the_beginning_of_a_line_with_its_connection() {
        reader.take(ascii("+PO"), 0, 3);
        reader.reset();
        reader.take(ascii("+OK\r\n"), 0, 5);
        assertThat(reader.line()).isEqualTo("+OK");
    }

    @Test
    void refuses_a_line_without_end() {
        byte[] bytes = ascii("x".repeat(LineReader.MAX_LINE_BYTES + 1));
        assertThatThrownBy(() -> reader.take(bytes, 0, bytes.length))
                .isInstanceOf(RespProtocolException.class)
                .hasMessageStartingWith("expected a line of at most 4096 bytes from the upstream, got one that begins");
    }
}
