package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// CONFIG SET and REWRITE, beside what the transcripts say.
final class ConfigChangesTest {
    private final EngineUnderTest node = new EngineUnderTest("hz 20");
    private final List<String> reactions = new ArrayList<>();

    private void set(String... namesAndValues) {
        node.config.set(List.of(namesAndValues));
    }

    private String value(io.redisreplicaset.datanode.config.Directive<?> directive) {
        return node.core.settings().render(directive);
    }

    @Test
    void do_what_a_new_value_asks_for() {
        node.config.on(Directives.HZ, () -> reactions.add("hz is " + value(Directives.HZ)));

        set("hz", "30", "timeout", "5");

        assertThat(reactions).containsExactly("hz is 30");
    }

    @Test
    void react_only_when_all_values_are_there() {
        node.config.on(Directives.HZ, () -> reactions.add("timeout is " + value(Directives.TIMEOUT_SECONDS)));

        set("hz", "30", "timeout", "5");

        assertThat(reactions).containsExactly("timeout is 5");
    }

    @Test
    void change_nothing_where_one_value_is_wrong() {
        node.config.on(Directives.HZ, () -> reactions.add("reacted"));

        assertThatThrownBy(() -> set("hz", "30", "timeout", "never"))
                .isInstanceOf(ErrorReply.class)
                .hasMessage("ERR CONFIG SET failed (possibly related to argument 'timeout')"
                        + " - argument couldn't be parsed into an integer");

        assertThat(value(Directives.HZ)).isEqualTo("20");
        assertThat(reactions).isEmpty();
    }

    @Test
    void take_everything_back_where_a_reaction_fails() {
        node.config.on(Directives.HZ, () -> reactions.add("hz " + value(Directives.HZ)));
        node.config.on(Directives.TIMEOUT_SECONDS, () -> {
            if (node.core.settings().whole(Directives.TIMEOUT_SECONDS) == 5) {
                throw new ConfigException("not today");
            }
            reactions.add("timeout " + value(Directives.TIMEOUT_SECONDS));
        });

        assertThatThrownBy(() -> set("hz", "30", "timeout", "5"))
                .hasMessage("ERR CONFIG SET failed (possibly related to argument 'timeout') - not today");

        assertThat(value(Directives.HZ)).isEqualTo("20");
        assertThat(value(Directives.TIMEOUT_SECONDS)).isEqualTo("0");
        assertThat(reactions).containsExactly("hz 30", "hz 20", "timeout 0");
    }

    @Test
    void refuse_the_same_thing_twice_under_either_name() {
        assertThatThrownBy(() -> set("replica-read-only", "no", "slave-read-only", "no"))
                .hasMessage(
                        "ERR CONFIG SET failed (possibly related to argument 'slave-read-only') - duplicate parameter");
    }

    @Test
    void refuse_what_is_set_at_the_start_alone() {
        assertThatThrownBy(() -> set("port", "1"))
                .hasMessage("ERR CONFIG SET failed (possibly related to argument 'port') - can't set immutable config");
    }

    @Test
    void refuse_what_is_protected_unless_that_is_lifted() {
        assertThatThrownBy(() -> set("dir", "/tmp"))
                .hasMessage("ERR CONFIG SET failed (possibly related to argument 'dir') - can't set protected config");

        EngineUnderTest open = new EngineUnderTest("enable-protected-configs yes");
        open.config.set(List.of("dir", "/tmp"));
        assertThat(open.core.settings().get(Directives.DIR)).isEqualTo("/tmp");
    }

    @Test
    void are_in_force_at_once() {
        ClientUnderTest client = node.client();

        set("repl-backlog-size", "1mb", "replicaset-quorum-timeout", "100");
        assertThat(node.core.stream().capacityBytes()).isEqualTo(1024 * 1024);
        set("notify-keyspace-events", "K$");
        client.send("SUBSCRIBE __keyspace@0__:a");
        node.client().send("SET a 1");
        assertThat(client.received()).isEqualTo("[\"message\", \"__keyspace@0__:a\", \"set\"]");
    }

    @Test
    void show_a_backlog_as_large_as_it_really_is() {
        set("repl-backlog-size", "1");

        assertThat(value(Directives.REPL_BACKLOG_BYTES)).isEqualTo("16384");
        assertThat(node.core.stream().capacityBytes()).isEqualTo(16_384);
    }

    @Test
    void keep_the_output_limits_of_classes_that_are_not_named() {
        set("client-output-buffer-limit", "pubsub 1 2 3");
        set("client-output-buffer-limit", "normal 4 5 6");

        assertThat(value(Directives.OUTPUT_LIMITS)).isEqualTo("normal 4 5 6 slave 268435456 67108864 60 pubsub 1 2 3");
    }

    @Test
    void rewrite_the_file_that_the_node_was_started_with() {
        node.surroundings.fileLines = List.of("# mine", "hz 20");
        set("hz", "30", "timeout", "5");

        assertThat(node.client().send("CONFIG REWRITE")).isEqualTo("+OK");

        assertThat(node.surroundings.fileLines)
                .containsExactly("# mine", "hz 30", "# Generated by CONFIG REWRITE", "timeout 5");
        assertThat(node.logged).containsExactly("CONFIG REWRITE executed with success.");
    }

    @Test
    void say_that_there_is_no_file() {
        EngineCore core = new EngineCore(
                new Settings(),
                new VirtualClock(),
                (level, line) -> {},
                new Random(1),
                new UnpooledByteBufAllocator(false, true));

        assertThatThrownBy(() -> new ConfigChanges(core, Optional.empty()).rewrite())
                .hasMessage("ERR The server is running without a config file");
    }

    @Test
    void say_that_the_file_can_not_be_read() {
        node.surroundings.fileIsBroken = true;

        assertThat(node.client().send("CONFIG REWRITE")).isEqualTo("-ERR Rewriting config file: disk on fire");
        assertThat(node.logged).containsExactly("CONFIG REWRITE failed: disk on fire");
    }

    @Test
    void say_that_the_file_has_become_nonsense() {
        node.surroundings.fileLines = List.of("dir \"half");

        assertThat(node.client().send("CONFIG REWRITE")).startsWith("-ERR Rewriting config file: ");
        assertThat(node.surroundings.fileLines).containsExactly("dir \"half");
    }
}
