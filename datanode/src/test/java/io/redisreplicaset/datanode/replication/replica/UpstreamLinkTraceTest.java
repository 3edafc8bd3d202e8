package io.redisreplicaset.datanode.replication.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every file under `replication/link` is a conversation: what happened, and what the link did about it, to the
/// letter.
///
/// After a change that is meant, `mvn test -Dtest=UpstreamLinkTraceTest -Dtraces.rewrite=true` writes the files
/// anew; the difference is then what is to be reviewed.
final class UpstreamLinkTraceTest {
    private static final Path SOURCES = Path.of("src", "test", "resources", "replication", "link");

    @TestFactory
    Stream<DynamicTest> does_what_the_golden_trace_says() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(getClass().getResource("/replication/link"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<Path> traces = files.sorted().toList();
            assertThat(traces).isNotEmpty();
            return traces.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        List<String> golden = Files.readAllLines(file);
                        if (Boolean.getBoolean("traces.rewrite")) {
                            Files.write(SOURCES.resolve(file.getFileName()), LinkTrace.of(golden));
                            return;
                        }
                        assertThat(String.join("\n", LinkTrace.of(golden))).isEqualTo(String.join("\n", golden));
                    }));
        }
    }
}
