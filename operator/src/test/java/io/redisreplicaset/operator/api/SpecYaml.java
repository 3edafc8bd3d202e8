package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.UncheckedIOException;
import org.jspecify.annotations.NullMarked;

/// Sets for tests, as a user writes them.
@NullMarked
public final class SpecYaml {
    private static final ObjectMapper YAML = new YAMLMapper();

    private SpecYaml() {}

    /// A set that the API server has stored: `name` in the namespace `shop`, with this spec.
    public static RedisReplicaSet set(String name, String spec) {
        RedisReplicaSet set = new RedisReplicaSet();
        set.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("shop")
                .withUid("2f6c0f3e-5f0e-4a54-9d7b-4c9a33a3d0a1")
                .withGeneration(1L)
                .build());
        set.setSpec(spec(spec));
        return set;
    }

    public static RedisReplicaSetSpec spec(String yaml) {
        RedisReplicaSetSpec spec = SpecReader.read(tree(yaml), SpecReader.UnknownField.REFUSE);
        if (!spec.unreadable().isEmpty()) {
            throw new IllegalArgumentException(spec.unreadable().toString());
        }
        return spec;
    }

    static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
