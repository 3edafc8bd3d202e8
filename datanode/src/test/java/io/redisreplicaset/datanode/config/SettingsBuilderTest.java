package io.redisreplicaset.datanode.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SettingsBuilderTest {
    private final SettingsBuilder builder = new SettingsBuilder();

    private Settings with(String... lines) throws ConfigException {
        for (ConfigText.Line line : ConfigText.parse("redis.conf", List.of(lines))) {
            builder.add(line);
        }
        return builder.settings();
    }

    @Test
    void lets_a_later_line_win() throws ConfigException {
        assertThat(with("port 1", "hz 20", "port 2").whole(Directives.PORT)).isEqualTo(2);
    }

    @Test
    void takes_old_names() throws ConfigException {
        Settings settings = with("slaveof 10.0.0.1 6379", "slave-priority 5");

        assertThat(settings.get(Directives.REPLICA_OF)).isEqualTo(new UpstreamAddress("10.0.0.1", 6379));
        assertThat(settings.whole(Directives.REPLICA_PRIORITY)).isEqualTo(5);
    }

    @Test
    void gathers_save_points_over_several_lines() throws ConfigException {
        assertThat(with("save 900 1", "save 60 100 10 5").get(Directives.SAVE))
                .containsExactly(new SavePoint(900, 1), new SavePoint(60, 100), new SavePoint(10, 5));
    }

    @Test
    void lets_an_empty_save_take_back_what_came_before() throws ConfigException {
        assertThat(with("save 900 1", "save \"\"").get(Directives.SAVE)).isEmpty();
        assertThat(with("save 60 1").get(Directives.SAVE)).containsExactly(new SavePoint(60, 1));
    }

    @Test
    void gathers_output_limits_over_several_lines() throws ConfigException {
        OutputLimits limits = with("client-output-buffer-limit normal 1 2 3", "client-output-buffer-limit pubsub 4 5 6")
                .get(Directives.OUTPUT_LIMITS);

        assertThat(limits.normal()).isEqualTo(new OutputLimits.Limit(1, 2, 3));
        assertThat(limits.pubsub()).isEqualTo(new OutputLimits.Limit(4, 5, 6));
        assertThat(limits.replica()).isEqualTo(OutputLimits.DEFAULT.replica());
    }

    @Test
    void says_which_line_is_wrong_and_why() {
        assertThatThrownBy(() -> with("port 1", "hz 1000"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("redis.conf line 2: 'hz 1000': argument must be between 1 and 500 inclusive");
        assertThatThrownBy(() -> with("colour red")).hasMessage("redis.conf line 1: 'colour red': unknown directive");
        assertThatThrownBy(() -> with("port 1 2"))
                .hasMessage("redis.conf line 1: 'port 1 2': wrong number of arguments");
        assertThatThrownBy(() -> with("notify-keyspace-events Q"))
                .hasMessageEndingWith("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }

    @Test
    void does_not_show_a_password_that_is_wrong() {
        assertThatThrownBy(() -> with("requirepass secret word"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("redis.conf line 1: 'requirepass (redacted)': wrong number of arguments");
    }

    @Test
    void warns_of_what_has_no_effect() throws ConfigException {
        with("activerehashing yes", "latency-monitor-threshold 100");

        assertThat(builder.warnings())
                .containsExactly("'latency-monitor-threshold' is read, but has no effect in this release");
    }
}
