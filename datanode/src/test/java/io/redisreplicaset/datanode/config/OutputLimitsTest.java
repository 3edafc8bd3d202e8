package io.redisreplicaset.datanode.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.config.OutputLimits.Limit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputLimitsTest {
    private final OutputLimits.Type type = new OutputLimits.Type();

    @Test
    void name_a_class_and_its_limits() throws ConfigException {
        OutputLimits limits = type.parse(List.of("normal", "1mb", "512kb", "30"));

        assertThat(limits.normal()).isEqualTo(new Limit(1024 * 1024, 512 * 1024, 30));
    }

    @Test
    void keep_the_default_of_a_class_that_is_not_named() throws ConfigException {
        OutputLimits limits = type.parse(List.of("pubsub 1 2 3"));

        assertThat(limits.pubsub()).isEqualTo(new Limit(1, 2, 3));
        assertThat(limits.normal()).isEqualTo(OutputLimits.DEFAULT.normal());
        assertThat(limits.replica()).isEqualTo(OutputLimits.DEFAULT.replica());
    }

    @Test
    void name_several_classes_of_which_the_last_word_counts() throws ConfigException {
        OutputLimits limits =
                type.parse(List.of("replica", "1", "1", "1", "SLAVE", "2", "2", "2", "normal", "3", "3", "3"));

        assertThat(limits.replica()).isEqualTo(new Limit(2, 2, 2));
        assertThat(limits.normal()).isEqualTo(new Limit(3, 3, 3));
    }

    @Test
    void are_shown_as_redis_shows_them_and_read_back() throws ConfigException {
        String shown = type.render(OutputLimits.DEFAULT);

        assertThat(shown).isEqualTo("normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60");
        assertThat(type.parse(List.of(shown))).isEqualTo(OutputLimits.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "normal", "normal 1 2", "normal 1 2 3 4"})
    void refuse_words_that_are_not_four(String words) {
        assertThatThrownBy(() -> type.parse(List.of(words)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Wrong number of arguments in buffer limit configuration.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"master 1 2 3", "foo 1 2 3"})
    void refuse_a_class_that_is_none(String words) {
        assertThatThrownBy(() -> type.parse(List.of(words)))
                .hasMessage("Invalid client class specified in buffer limit configuration.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal x 2 3", "normal 1 x 3", "normal 1 2 x", "normal 1 2 -3", "normal -1 2 3"})
    void refuse_limits_that_are_none(String words) {
        assertThatThrownBy(() -> type.parse(List.of(words)))
                .hasMessage("Error in hard, soft or soft_seconds setting in buffer limit configuration.");
    }
}
