package io.redisreplicaset.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class RrsMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line = RrsMain.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void an_operator_needs_no_option() {
        OperatorSettings settings = parsed("operator").settings();

        assertThat(settings.namespaces()).isEmpty();
        assertThat(settings.leaderElection()).isTrue();
        assertThat(settings.lease()).isEqualTo("redisreplicaset-operator");
        assertThat(settings.leaseNamespace()).isNull();
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.dataNodeImage()).startsWith("docker.io/redisreplicaset/node:");
    }

    @Test
    void every_option_reaches_the_operator() {
        OperatorSettings settings = parsed(
                        "operator",
                        "--namespaces=market,bank",
                        "--data-node-image=registry.example.com/node:1",
                        "--no-leader-election",
                        "--leader-election-lease=mine",
                        "--leader-election-namespace=there",
                        "--port=0")
                .settings();

        assertThat(settings)
                .isEqualTo(new OperatorSettings(
                        Set.of("market", "bank"), "registry.example.com/node:1", false, "mine", "there", 0));
    }

    @Test
    void a_wrong_option_gets_one_line() {
        assertThat(line.execute("operator", "--colour=red")).isEqualTo(2);

        assertThat(err.toString()).isEqualTo("rrs operator: Unknown option: '--colour=red'. See rrs operator --help\n");
    }

    @Test
    void a_wrong_value_gets_one_line() {
        assertThat(line.execute("operator", "--port=http")).isEqualTo(2);
        assertThat(line.execute("operator", "--port=99999")).isEqualTo(2);
        assertThat(line.execute("operator", "--namespaces=Bank")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "rrs operator: Invalid value for option '--port': 'http' is not an int. See rrs operator --help",
                        "rrs operator: Invalid value for --port: wanted 0 to 65535, got 99999. See rrs operator --help",
                        "rrs operator: Invalid value for --namespaces: 'Bank' is no namespace. See rrs operator --help");
    }

    @Test
    void an_unknown_command_gets_one_line() {
        assertThat(line.execute("operate")).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void without_a_command_the_help_is_shown() {
        assertThat(line.execute()).isEqualTo(2);

        assertThat(err.toString()).contains("Usage: rrs", "operator", "version");
    }

    @Test
    void every_command_explains_itself() {
        for (String command : line.getSubcommands().keySet()) {
            assertThat(line.execute(command, "--help")).as(command).isZero();
        }
        assertThat(line.execute("--help")).isZero();
    }

    @Test
    void tells_its_version() {
        assertThat(line.execute("version")).isZero();

        assertThat(out.toString()).startsWith("rrs ").contains("Java 25");
    }

    private OperatorCommand parsed(String... arguments) {
        return line.parseArgs(arguments).asCommandLineList().getLast().getCommand();
    }
}
