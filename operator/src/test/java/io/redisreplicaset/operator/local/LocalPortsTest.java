package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalPortsTest {
    @Test
    void the_usual_ports_are_good() {
        assertThatCode(() -> ports(7000, 7001, 7010).check()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0     | 7001  | 7010  | --port: wanted 1 to 65535, got 0
            65536 | 7001  | 7010  | --port: wanted 1 to 65535, got 65536
            7000  | -1    | 7010  | --replica-port: wanted 1 to 65535, got -1
            7000  | 7001  | 65428 | --node-port: wanted 1 to 65427, got 65428
            7000  | 7001  | 0     | --node-port: wanted 1 to 65427, got 0
            7000  | 7000  | 7010  | --port and --replica-port are both 7000
            7000  | 7001  | 7001  | --node-port 7001: nodes use 7001 to 7009 and 7101 to 7109, and 7001 leads to them
            7000  | 7001  | 6992  | --node-port 6992: nodes use 6992 to 7000 and 7092 to 7100, and 7000 leads to them
            7115  | 7001  | 7010  | --node-port 7010: nodes use 7010 to 7018 and 7110 to 7118, and 7115 leads to them
            """)
    void a_port_that_cannot_be_is_told_with_its_option(int master, int replica, int node, String message) {
        assertThat(catchThrowableOfType(
                        LocalProblem.class, () -> ports(master, replica, node).check()))
                .hasMessage(message);
    }

    private static LocalPorts ports(int master, int replica, int node) {
        return new LocalPorts(new LocalOptions(Path.of("f"), Path.of("d"), master, replica, node, Path.of("rrs-node")));
    }
}
