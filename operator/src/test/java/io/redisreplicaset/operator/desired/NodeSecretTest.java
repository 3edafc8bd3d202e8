package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.redisreplicaset.operator.api.AuthSpec;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.SpecYaml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NodeSecretTest {
    private final RedisReplicaSet set = SpecYaml.set("cache", "{}");

    @Test
    void a_generated_password_is_long_and_can_stand_in_a_url() {
        Secret secret = NodeSecret.generated(set, new Random(1));

        assertThat(secret.getMetadata().getName()).isEqualTo("cache-auth");
        assertThat(NodeSecret.password(secret, NodeSecret.reference(set).key()))
                .hasValueSatisfying(password -> assertThat(password).matches("[A-Za-z0-9]{40}"));
    }

    @Test
    void every_letter_can_come() {
        Set<Integer> letters = new HashSet<>();
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            NodeSecret.password(NodeSecret.generated(set, random), "password")
                    .orElseThrow()
                    .chars()
                    .forEach(letters::add);
        }
        assertThat(letters).hasSize(62);
    }

    @Test
    void the_password_is_that_of_the_source_and_of_nothing_else() {
        assertThat(NodeSecret.generated(set, new Random(3))).isEqualTo(NodeSecret.generated(set, new Random(3)));
        assertThat(NodeSecret.generated(set, new Random(3))).isNotEqualTo(NodeSecret.generated(set, new Random(4)));
    }

    @Test
    void the_users_secret_comes_first() {
        assertThat(NodeSecret.reference(SpecYaml.set("cache", "auth: {secretRef: {name: mine, key: k}}")))
                .isEqualTo(new AuthSpec.SecretRef("mine", "k"));
    }

    @Test
    void one_line_end_at_the_end_is_not_of_the_password() {
        assertThat(NodeSecret.password(secret("secret\n"), "k")).contains("secret");
        assertThat(NodeSecret.password(secret("secret\r\n"), "k")).contains("secret");
        assertThat(NodeSecret.password(secret("secret\n\n"), "k")).contains("secret\n");
        assertThat(NodeSecret.password(secret(" se cret "), "k")).contains(" se cret ");
    }

    @Test
    void no_password_is_no_password() {
        assertThat(NodeSecret.password(secret(""), "k")).isEmpty();
        assertThat(NodeSecret.password(secret("\n"), "k")).isEmpty();
        assertThat(NodeSecret.password(secret("secret"), "other")).isEmpty();
        assertThat(NodeSecret.password(new Secret(), "k")).isEmpty();
    }

    private static Secret secret(String value) {
        String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return new SecretBuilder().withData(Map.of("k", encoded)).build();
    }
}
