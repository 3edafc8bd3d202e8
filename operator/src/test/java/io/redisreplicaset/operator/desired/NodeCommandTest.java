package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.ConfigText;
import io.redisreplicaset.datanode.config.Directive;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.config.SettingsBuilder;
import io.redisreplicaset.operator.api.ConfigKeys;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.SpecYaml;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The command line is a contract with the data node, so the data node's own reader is asked about it.
final class NodeCommandTest {
    /// What the operator only proposes.
    private static final Set<String> DEFAULTS = Set.of("--save", "--repl-diskless-sync-delay");

    @TestFactory
    Stream<DynamicTest> the_node_takes_the_command_line_of() throws IOException {
        return SampleObjectsTest.samples()
                .map(sample -> dynamicTest(sample.getFileName().toString(), () -> {
                    RedisReplicaSet set = SampleObjectsTest.read(sample);
                    Settings settings = read(NodeCommand.arguments(set, 1));

                    assertThat(settings.get(Directives.REPLICASET_NAME))
                            .isEqualTo(set.getMetadata().getName() + "-1");
                    assertThat(settings.get(Directives.REPLICASET_ID))
                            .isEqualTo(set.getMetadata().getUid());
                    assertThat(settings.get(Directives.REPLICASET_DURABILITY))
                            .isEqualTo(set.getSpec().durability().directive());
                    assertThat(settings.get(Directives.ADMIN_PORT)).isEqualTo(NodePorts.ADMIN);
                }));
    }

    @Test
    void a_value_of_several_words_reaches_the_node_as_one_argument() throws ConfigException {
        List<String> arguments = NodeCommand.arguments(SpecYaml.set("cache", """
                        failover: {isolation: KeepWriting, isolationTimeoutMillis: 300}
                        config:
                          save: 900 1 300 10
                          client-output-buffer-limit: replica 256mb 64mb 60
                          repl-backlog-size: 64mb
                        """), 0);

        assertThat(arguments).containsSequence("--client-output-buffer-limit", "replica 256mb 64mb 60");
        Settings settings = read(arguments);
        assertThat(settings.get(Directives.SAVE)).hasSize(2);
        assertThat(settings.get(Directives.REPLICASET_ISOLATION)).isEqualTo("keep-writing");
        assertThat(settings.get(Directives.REPLICASET_ISOLATION_MILLIS)).isEqualTo(300L);
    }

    @Test
    void a_set_without_a_volume_takes_no_snapshots() throws ConfigException {
        assertThat(read(NodeCommand.arguments(SpecYaml.set("cache", "{}"), 0)).get(Directives.SAVE))
                .isEmpty();
    }

    @Test
    void a_replica_is_not_kept_waiting_for_its_copy_unless_the_user_says_so() throws ConfigException {
        Settings unsaid = read(NodeCommand.arguments(SpecYaml.set("cache", "{}"), 0));
        Settings said =
                read(NodeCommand.arguments(SpecYaml.set("cache", "config: {repl-diskless-sync-delay: \"3\"}"), 0));

        assertThat(unsaid.get(Directives.REPL_DISKLESS_SYNC_DELAY_SECONDS)).isZero();
        assertThat(said.get(Directives.REPL_DISKLESS_SYNC_DELAY_SECONDS)).isEqualTo(3L);
    }

    @Test
    void the_reader_would_refuse_a_directive_that_it_does_not_know() {
        assertThatThrownBy(() -> read(List.of("--replicaset-colour", "red"))).isInstanceOf(ConfigException.class);
    }

    @Test
    void what_the_operator_sets_the_user_cannot() {
        NodeCommand.arguments(SpecYaml.set("cache", "{}"), 0).stream()
                .filter(argument -> argument.startsWith("--") && !DEFAULTS.contains(argument))
                .forEach(argument -> assertThat(ConfigKeys.isOwned(argument.substring(2)))
                        .as(argument)
                        .isTrue());
    }

    @Test
    void a_directive_is_owned_under_its_old_name_too() {
        for (Map.Entry<String, Directive<?>> entry : Directives.all().entrySet()) {
            assertThat(ConfigKeys.isOwned(entry.getKey()))
                    .as("%s, a name of %s", entry.getKey(), entry.getValue().name())
                    .isEqualTo(ConfigKeys.isOwned(entry.getValue().name()));
        }
    }

    /// As the node splits its command line: a word with two dashes begins a directive.
    private static Settings read(List<String> arguments) throws ConfigException {
        SettingsBuilder builder = new SettingsBuilder();
        for (int i = 0; i < arguments.size(); i += 2) {
            assertThat(arguments.get(i)).startsWith("--");
            List<String> words = List.of(arguments.get(i).substring(2), arguments.get(i + 1));
            builder.add(new ConfigText.Line("command line", 1, words));
        }
        return builder.settings();
    }
}
