package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeLogTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_log_that_is_long_is_set_aside_and_the_node_writes_on_in_an_empty_one() throws IOException {
        Path file = folder.resolve("cache-0.log");
        NodeLog log = new NodeLog(file);
        try (OutputStream node = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            node.write("0123456789".getBytes(StandardCharsets.US_ASCII));
            log.bound(10);
            assertThat(file).hasContent("0123456789");
            node.write("x".getBytes(StandardCharsets.US_ASCII));

            log.bound(10);
            node.write("after".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(file).hasContent("after");
        assertThat(folder.resolve("cache-0.log.1")).hasContent("0123456789x");
    }

    @Test
    void only_one_log_is_kept_aside() throws IOException {
        NodeLog log = new NodeLog(Files.writeString(folder.resolve("cache-0.log"), "the first"));
        log.bound(5);
        Files.writeString(log.path(), "the second");
        log.bound(5);

        assertThat(folder.resolve("cache-0.log.1")).hasContent("the second");
        assertThat(folder).isDirectoryContaining("glob:**.log").isDirectoryContaining("glob:**.log.1");
    }

    @Test
    void the_last_line_that_says_something_is_the_last_word() throws IOException {
        NodeLog log = new NodeLog(
                Files.writeString(folder.resolve("cache-0.log"), "banner\nrrs-node: no such folder\n\n  \n"));

        assertThat(log.lastLine()).contains("rrs-node: no such folder");
    }

    @Test
    void a_log_that_is_not_there_or_says_nothing_has_no_last_word() throws IOException {
        assertThat(new NodeLog(folder.resolve("nothing.log")).lastLine()).isEmpty();
        assertThat(new NodeLog(Files.writeString(folder.resolve("empty.log"), "\n")).lastLine())
                .isEmpty();
    }

    @Test
    void a_log_that_is_no_text_is_read_all_the_same() throws IOException {
        NodeLog log = new NodeLog(
                Files.write(folder.resolve("cache-0.log"), new byte[] {(byte) 0xff, '\n', 'e', 'n', 'd', (byte) 0xfe}));

        assertThat(log.lastLine()).hasValueSatisfying(line -> assertThat(line).startsWith("end"));
    }
}
