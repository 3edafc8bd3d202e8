package io.redisreplicaset.datanode.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.CommandFlag;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.engine.EngineUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the node's commands are, held to what Redis says of its own.
final class CommandFactsTest {
    /// Of a later Redis, or of nobody else.
    private static final Set<String> NOT_IN_REDIS = Set.of("client|setinfo", "replicaset");

    private static List<CommandSpec> all() {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec spec : DataNode.commands().all()) {
            all.add(spec);
            all.addAll(spec.subcommands().values());
        }
        return all;
    }

    private static String facts(CommandSpec spec) {
        String flags = spec.flags().stream()
                .filter(CommandFlag::isTold)
                .map(CommandFlag::wireName)
                .sorted()
                .collect(Collectors.joining(" "));
        return String.join(
                "\t",
                spec.name(),
                Integer.toString(spec.arity()),
                flags.isEmpty() ? "-" : flags,
                Integer.toString(spec.firstKey()),
                Integer.toString(spec.lastKey()),
                Integer.toString(spec.keyStep()));
    }

    private static List<String> factsOfRedis() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CommandFactsTest.class.getResourceAsStream("/command/facts.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void arity_flags_and_keys_are_those_of_redis() throws IOException {
        List<String> ours = all().stream()
                .filter(spec -> !NOT_IN_REDIS.contains(spec.name()))
                .map(CommandFactsTest::facts)
                .toList();

        assertThat(ours).containsExactlyInAnyOrderElementsOf(factsOfRedis());
    }

    @Test
    void what_is_not_in_redis_is_known_by_name() {
        Set<String> names = all().stream().map(CommandSpec::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(names).containsAll(NOT_IN_REDIS);
    }

    @Test
    void every_command_says_what_it_does() {
        for (CommandSpec spec : all()) {
            assertThat(spec.summary()).as(spec.name()).isNotEmpty().endsWith(".");
            assertThat(spec.since()).as(spec.name()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(spec.group()).as(spec.name()).isNotEmpty();
        }
    }

    @Test
    void every_command_runs_or_has_subcommands_that_do() {
        for (CommandSpec spec : all()) {
            assertThat(spec.handler() != null || !spec.subcommands().isEmpty())
                    .as(spec.name())
                    .isTrue();
        }
    }

    @Test
    void a_command_that_changes_data_is_not_one_that_reads_it() {
        for (CommandSpec spec : all()) {
            assertThat(spec.has(CommandFlag.WRITE) && spec.has(CommandFlag.READONLY))
                    .as(spec.name())
                    .isFalse();
        }
    }

    @Test
    void the_engine_of_other_tests_has_the_same_commands() {
        Set<String> theirs = new TreeSet<>();
        EngineUnderTest.everyCommand().all().forEach(spec -> theirs.add(spec.name()));
        Set<String> ours = new TreeSet<>();
        DataNode.commands().all().forEach(spec -> ours.add(spec.name()));

        assertThat(theirs).isEqualTo(ours);
    }
}
