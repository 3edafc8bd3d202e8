package io.redisreplicaset.datanode.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.engine.EngineUnderTest;
import io.redisreplicaset.datanode.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CommandTableTest {
    private static CommandSpec spec(String name) {
        return CommandSpec.named(name, 1).container();
    }

    @Test
    void finds_each_command_in_any_case() {
        CommandTable table = EngineUnderTest.everyCommand();

        for (CommandSpec spec : table.all()) {
            assertThat(table.find(Request.of(spec.name()))).isSameAs(spec);
            assertThat(table.find(Request.of(spec.name().toUpperCase(Locale.ROOT))))
                    .isSameAs(spec);
            assertThat(table.named(spec.name())).isSameAs(spec);
        }
    }

    @Test
    void finds_nothing_that_only_looks_like_a_command() {
        CommandTable table = EngineUnderTest.everyCommand();

        for (String name : new String[] {"", "ge", "gett", "g\u00EBt", "GET ", "\u0000get", "config|get", "get\r\n"}) {
            assertThat(table.find(Request.of(name.getBytes(StandardCharsets.ISO_8859_1))))
                    .as(name)
                    .isNull();
        }
    }

    @Test
    void folds_letters_alone() {
        // A control character and the letter above it differ by the same bit as a small and a capital letter.
        CommandTable table = new CommandTable().add(spec("a_b")).add(spec("c@d"));

        assertThat(table.find(Request.of("A_B"))).isNotNull();
        assertThat(table.find(Request.of("a\u007Fb"))).isNull();
        assertThat(table.find(Request.of("C`D"))).isNull();
    }

    @Test
    void grows_with_its_commands() {
        CommandTable table = new CommandTable();
        for (int i = 0; i < 1000; i++) {
            table.add(spec("command" + i));
        }

        assertThat(table.all()).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            CommandSpec found = table.find(Request.of("COMMAND" + i));
            assertThat(found == null ? "none" : found.name()).isEqualTo("command" + i);
        }
    }

    @Test
    void refuses_two_commands_of_one_name() {
        CommandTable table = new CommandTable().add(spec("get"));

        assertThatThrownBy(() -> table.add(spec("get")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two commands are named get");
    }

    @Test
    void knows_how_many_arguments_a_command_takes() {
        CommandSpec exactly = CommandSpec.named("x", 3).container();
        CommandSpec atLeast = CommandSpec.named("x", -3).container();

        assertThat(exactly.takes(2)).isFalse();
        assertThat(exactly.takes(3)).isTrue();
        assertThat(exactly.takes(4)).isFalse();
        assertThat(atLeast.takes(2)).isFalse();
        assertThat(atLeast.takes(3)).isTrue();
        assertThat(atLeast.takes(300)).isTrue();
    }

    @Test
    void names_subcommands_with_their_family() {
        CommandSpec family = CommandSpec.named("config", -2)
                .docs("server", "2.0.0", "Settings.")
                .sub(
                        CommandSpec.named("get", -3).flags(CommandFlag.ADMIN),
                        in -> in.reply().ok())
                .container();

        CommandSpec get = Objects.requireNonNull(family.subcommand("GET"));

        assertThat(get.name()).isEqualTo("config|get");
        assertThat(get.group()).isEqualTo("server");
        assertThat(get.has(CommandFlag.ADMIN)).isTrue();
        assertThat(family.has(CommandFlag.ADMIN)).isFalse();
        assertThat(family.handler()).isNull();
        assertThat(family.subcommand("set")).isNull();
    }
}
