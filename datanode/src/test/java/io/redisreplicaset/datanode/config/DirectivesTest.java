package io.redisreplicaset.datanode.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class DirectivesTest {
    private static String described(String name, Directive<?> directive) {
        String facts =
                directive.change() + (directive.isSecret() ? " SECRET" : "") + (directive.hasEffect() ? "" : " INERT");
        return name.equals(directive.name())
                ? String.join("\t", name, "\"" + Settings.renderDefault(directive) + "\"", facts)
                : String.join("\t", name, "= " + directive.name());
    }

    private static List<String> committed() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(DirectivesTest.class.getResourceAsStream("/config/directives.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void names_and_defaults_are_the_committed_ones() throws IOException {
        List<String> actual = Directives.all().entrySet().stream()
                .map(each -> described(each.getKey(), each.getValue()))
                .toList();

        assertThat(actual).containsExactlyElementsOf(committed());
    }

    @Test
    void are_found_in_any_case_and_by_their_old_name() {
        assertThat(Directives.find("MaxClients")).isSameAs(Directives.MAX_CLIENTS);
        assertThat(Directives.find("slave-read-only")).isSameAs(Directives.REPLICA_READ_ONLY);
        assertThat(Directives.find("SLAVEOF")).isSameAs(Directives.REPLICA_OF);
        assertThat(Directives.find("min-slaves-max-lag")).isSameAs(Directives.MIN_REPLICAS_MAX_LAG_SECONDS);
        assertThat(Directives.find("no-such-thing")).isNull();
    }

    @Test
    void of_replicas_have_the_old_name_too_where_redis_has_one() {
        Directives.all().forEach((name, directive) -> {
            boolean isOfReplicas = name.startsWith("replica-") || name.startsWith("min-replicas-");
            if (isOfReplicas && !name.equals("replica-announced")) {
                assertThat(directive.alias())
                        .as(name)
                        .isEqualTo(name.replace("replicas-", "slaves-").replace("replica-", "slave-"));
            }
        });
    }

    @Test
    void have_defaults_that_can_be_given_as_well() throws ConfigException {
        for (Map.Entry<String, Directive<?>> each : Directives.all().entrySet()) {
            String shown = Settings.renderDefault(each.getValue());
            Settings settings = new Settings();

            settings.apply(settings.check(each.getValue(), List.of(shown)));

            assertThat(settings.render(each.getValue())).as(each.getKey()).isEqualTo(shown);
        }
    }

    @Test
    void hide_every_password() {
        assertThat(Directives.REQUIRE_PASS.isSecret()).isTrue();
        assertThat(Directives.MASTER_AUTH.isSecret()).isTrue();
        assertThat(Directives.MASTER_USER.isSecret()).isFalse();
    }
}
