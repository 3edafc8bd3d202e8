package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The CustomResourceDefinition of the model, as a tree and as the text of its file.
final class CrdDocument {
    static final String PATH = "crds/redisreplicasets.redisreplicaset.io.yaml";

    /// Helm packs only what lies in the chart's own folder.
    static final String CHART_PATH = "charts/redisreplicaset-operator/files/redisreplicasets.redisreplicaset.io.yaml";

    private static final String HEAD = """
            # Made from the classes of io.redisreplicaset.operator.api; CrdDriftTest says how to make it anew.
            """;

    static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private CrdDocument() {}

    static ObjectNode generate() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new CRDGenerator()
                .customResourceClasses(RedisReplicaSet.class)
                .forCRDVersions("v1")
                .withOutput(new CRDGenerator.CRDOutput<ByteArrayOutputStream>() {
                    @Override
                    public ByteArrayOutputStream outputFor(String name) {
                        return bytes;
                    }

                    @Override
                    public void close() {}
                })
                .generate();
        try {
            ObjectNode generated = (ObjectNode) YAML.readTree(bytes.toString(StandardCharsets.UTF_8));
            return CrdPolish.polished(generated);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode schema(JsonNode crd) {
        return crd.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    static String text(ObjectNode crd) {
        JsonMapper sorted = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        try {
            Object plain = sorted.treeToValue(crd, Object.class);
            String yaml = YAML.writer()
                    .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(plain);
            return HEAD + yaml;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
