package io.redisreplicaset.datanode.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeMetaTest {
    private static final NodeMeta FULL = new NodeMeta(
            "set-1",
            "a".repeat(40),
            7,
            "operator/1",
            Optional.of(new CleanShutdown(7, new ReplicationId("d".repeat(40)), 120_334)),
            Optional.of(new Upstream(7, "10.0.0.3", 6379)));
    private static final NodeMeta NEW = NodeMeta.ofNewDisk("set-1", "a".repeat(40));

    @Test
    void reads_what_it_wrote() {
        assertThat(NodeMeta.parse(FULL.render())).isEqualTo(FULL);
        assertThat(NodeMeta.parse(NEW.render())).isEqualTo(NEW);
    }

    @Test
    void is_text_for_humans_too() {
        assertThat(FULL.render()).isEqualTo("""
                        format=1
                        set-id=set-1
                        node-id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                        promised-epoch=7
                        promised-to=operator/1
                        upstream=7 10.0.0.3 6379
                        clean-shutdown=7 dddddddddddddddddddddddddddddddddddddddd 120334
                        checksum=%s
                        """.formatted(checksumOf(FULL)));
    }

    @Test
    void refuses_a_file_cut_at_any_byte() {
        String whole = FULL.render();
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> NodeMeta.parse(cut))
                    .as("cut at byte %d", length)
                    .isInstanceOf(MalformedNodeMetaException.class);
        }
    }

    @Test
    void refuses_a_file_with_any_bit_flipped() {
        String whole = FULL.render();
        for (int i = 0; i < whole.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                char[] damaged = whole.toCharArray();
                damaged[i] ^= (char) (1 << bit);
                String text = new String(damaged);
                assertThatThrownBy(() -> NodeMeta.parse(text))
                        .as("bit %d of byte %d", bit, i)
                        .isInstanceOf(MalformedNodeMetaException.class);
            }
        }
    }

    @Test
    void names_line_wanted_and_got() {
        assertThatThrownBy(() -> NodeMeta.parse(withLine("promised-epoch=7", "promised-epoch=-1")))
                .hasMessage("node.meta line 4: wanted promised-epoch = a whole number from 0 up, got '-1'");
        assertThatThrownBy(() -> NodeMeta.parse(withLine("format=1", "format=2")))
                .hasMessage("node.meta line 1: wanted format = 1, got '2'");
        assertThatThrownBy(() -> NodeMeta.parse(withLine("upstream=7 10.0.0.3 6379", "upstream=7 10.0.0.3")))
                .hasMessage("node.meta line 6: wanted upstream = 'epoch host port', got '7 10.0.0.3'");
        assertThatThrownBy(() -> NodeMeta.parse(withLine("upstream=7 10.0.0.3 6379", "upstream=7 10.0.0.3 99999")))
                .hasMessage("node.meta line 6: wanted upstream = 'epoch host port', got '7 10.0.0.3 99999'");
    }

    @Test
    void refuses_a_key_that_it_does_not_know_since_it_may_be_a_promise() {
        assertThatThrownBy(() -> NodeMeta.parse(withLine("format=1", "format=1\nlease=9")))
                .hasMessage("node.meta line 2: wanted a known key, '=' and a value, got 'lease=9'");
    }

    @Test
    void refuses_a_key_twice_and_a_key_missing() {
        assertThatThrownBy(() -> NodeMeta.parse(withLine("format=1", "format=1\nformat=1")))
                .hasMessage("node.meta line 2: wanted 'format' once, got 'format=1'");
        assertThatThrownBy(() -> NodeMeta.parse(withLine("promised-to=operator/1\n", "")))
                .hasMessageContaining("wanted a line 'promised-to=…' above the checksum, got 'none'");
    }

    @Test
    void refuses_ids_that_are_none() {
        assertThatThrownBy(() -> NodeMeta.parse(withLine("set-id=set-1", "set-id=a b")))
                .hasMessageContaining("setId: wanted 1 to 64 characters of A-Z a-z 0-9 -, got 'a b'");
        assertThatThrownBy(() -> NodeMeta.ofNewDisk("set-1", "short"))
                .hasMessage("nodeId: wanted 40 lower-case hex digits, got 'short'");
    }

    /// The full meta's text with one line replaced and the checksum made good again.
    private static String withLine(String line, String replacement) {
        String changed = FULL.render().replace(line, replacement);
        String body = changed.substring(0, changed.lastIndexOf("checksum="));
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return body + "checksum=" + String.format("%08x", crc.getValue()) + "\n";
    }

    private static String checksumOf(NodeMeta meta) {
        String text = meta.render();
        return text.substring(text.lastIndexOf('=') + 1).strip();
    }
}
