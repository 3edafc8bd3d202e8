package io.redisreplicaset.datanode.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    private final Settings settings = new Settings();

    @Test
    void are_the_defaults_where_nothing_was_given() {
        assertThat(settings.whole(Directives.HZ)).isEqualTo(10);
        assertThat(settings.isGiven(Directives.HZ)).isFalse();
        assertThat(settings.isDefault(Directives.HZ)).isTrue();
    }

    @Test
    void are_what_was_given() {
        settings.set(Directives.HZ, 20L);
        settings.set(Directives.REPLICA_READ_ONLY, false);

        assertThat(settings.get(Directives.HZ)).isEqualTo(20);
        assertThat(settings.isOn(Directives.REPLICA_READ_ONLY)).isFalse();
        assertThat(settings.isDefault(Directives.HZ)).isFalse();
        assertThat(settings.render(Directives.HZ)).isEqualTo("20");
    }

    @Test
    void know_a_default_that_was_given() {
        settings.set(Directives.HZ, 10L);

        assertThat(settings.isGiven(Directives.HZ)).isTrue();
        assertThat(settings.isDefault(Directives.HZ)).isTrue();
    }

    @Test
    void do_not_change_while_words_are_only_checked() throws ConfigException {
        settings.check(Directives.HZ, List.of("20"));

        assertThat(settings.whole(Directives.HZ)).isEqualTo(10);
    }

    @Test
    void can_be_taken_back() throws ConfigException {
        Settings.Change undo = settings.apply(settings.check(Directives.HZ, List.of("20")));
        Settings.Change undoAgain = settings.apply(settings.check(Directives.HZ, List.of("30")));

        settings.apply(undoAgain);
        assertThat(settings.whole(Directives.HZ)).isEqualTo(20);
        settings.apply(undo);
        assertThat(settings.whole(Directives.HZ)).isEqualTo(10);
    }

    @Test
    void want_one_word_where_one_is_meant() {
        assertThatThrownBy(() -> settings.check(Directives.HZ, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("wrong number of arguments");
        assertThatThrownBy(() -> settings.check(Directives.HZ, List.of("1", "2")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("wrong number of arguments");
    }
}
