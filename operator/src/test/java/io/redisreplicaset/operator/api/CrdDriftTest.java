package io.redisreplicaset.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.redisreplicaset.operator.CommittedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The committed CRD is that of the model, and it is a good one.
final class CrdDriftTest {
    private final ObjectNode crd = CrdDocument.generate();
    private final Map<String, JsonNode> fields = fields();

    @Test
    void the_committed_crd_is_that_of_the_model() {
        new CommittedFile(CrdDocument.PATH).mustBe(CrdDocument.text(crd), CrdDriftTest.class);
    }

    @Test
    void the_crd_of_the_chart_is_the_same_byte_for_byte() {
        new CommittedFile(CrdDocument.CHART_PATH).mustBe(CrdDocument.text(crd), CrdDriftTest.class);
    }

    @Test
    void the_reference_is_that_of_the_model() {
        new CommittedFile("config/docs/crd-reference.md").mustBe(CrdReference.of(crd), CrdDriftTest.class);
    }

    @Test
    void the_text_of_the_crd_is_read_back_as_the_crd() throws Exception {
        assertThat(CrdDocument.YAML.readTree(CrdDocument.text(crd))).isEqualTo(crd);
    }

    @Test
    void columns_stand_in_the_order_in_which_people_read_them() {
        assertThat(columns(0)).containsExactly("REPLICAS", "READY", "MASTER", "PHASE", "AGE");
        assertThat(columns(1)).containsExactly("EPOCH", "DURABILITY", "TOPOLOGY", "LAST-FAILOVER");
    }

    @Test
    void scaling_finds_its_three_fields() {
        JsonNode scale = crd.at("/spec/versions/0/subresources/scale");

        assertThat(Stream.of("specReplicasPath", "statusReplicasPath", "labelSelectorPath")
                        .map(path -> scale.get(path).asText()))
                .containsExactly(".spec.replicas", ".status.replicas", ".status.selector")
                .allSatisfy(path -> assertThat(fields).containsKey(path.substring(1)));
    }

    @Test
    void every_field_is_explained() {
        fields.forEach((path, schema) -> {
            if (!path.endsWith("[]") && !path.endsWith("{}")) {
                assertThat(schema.path("description").asText()).as(path).endsWith(".");
            }
        });
    }

    @Test
    void every_list_map_and_string_is_bounded() {
        fields.forEach((path, schema) -> {
            String bound = boundOf(schema);
            if (!bound.isEmpty()) {
                assertThat(schema.has(bound)).as("%s of %s", bound, path).isTrue();
            }
        });
    }

    @Test
    void every_integer_says_its_width_and_every_list_its_kind() {
        fields.forEach((path, schema) -> {
            switch (schema.path("type").asText()) {
                case "integer" ->
                    assertThat(schema.path("format").asText()).as(path).startsWith("int");
                case "array" ->
                    assertThat(schema.path("x-kubernetes-list-type").asText())
                            .as(path)
                            .isIn("map", "atomic");
                default -> {}
            }
        });
        assertThat(field("status.conditions").path("x-kubernetes-list-map-keys"))
                .containsExactly(new TextNode("type"));
        assertThat(field("status.epoch").path("format").asText()).isEqualTo("int64");
    }

    @Test
    void the_reader_fills_in_what_the_schema_says() throws Exception {
        ObjectNode filled = CrdDocument.YAML.createObjectNode();
        fillIn(CrdDocument.schema(crd).at("/properties/spec"), filled);

        assertThat(filled).isEqualTo(CrdDocument.YAML.readTree(SpecReader.DEFAULTS));
        assertThat(field("spec.auth.secretRef.key").path("default").asText()).isEqualTo(AuthSpec.SecretRef.DEFAULT_KEY);
    }

    @Test
    void no_rule_stands_twice() {
        fields.forEach((path, schema) -> assertThat(
                        schema.path("x-kubernetes-validations").valueStream().toList())
                .as(path)
                .doesNotHaveDuplicates());
    }

    /// What an API server does to an object that has none of these fields.
    private static void fillIn(JsonNode schema, ObjectNode object) {
        for (var property : schema.path("properties").properties()) {
            JsonNode fallback = property.getValue().get("default");
            if (object.has(property.getKey())) {
                continue;
            }
            if (fallback instanceof ObjectNode empty) {
                ObjectNode below = empty.deepCopy();
                fillIn(property.getValue(), below);
                object.set(property.getKey(), below);
            } else if (fallback != null) {
                object.set(property.getKey(), fallback);
            }
        }
    }

    private JsonNode field(String path) {
        return Objects.requireNonNull(fields.get(path), path);
    }

    private static String boundOf(JsonNode schema) {
        boolean isClosed =
                schema.has("enum") || "date-time".equals(schema.path("format").asText());
        return switch (schema.path("type").asText()) {
            case "array" -> "maxItems";
            case "string" -> isClosed ? "" : "maxLength";
            case "object" -> schema.has("additionalProperties") ? "maxProperties" : "";
            default -> schema.has("x-kubernetes-int-or-string") ? "maxLength" : "";
        };
    }

    private List<String> columns(int priority) {
        List<String> names = new ArrayList<>();
        for (JsonNode column : crd.at("/spec/versions/0/additionalPrinterColumns")) {
            if (column.path("priority").asInt() == priority) {
                names.add(column.path("name").asText());
            }
        }
        return names;
    }

    private Map<String, JsonNode> fields() {
        Map<String, JsonNode> found = new TreeMap<>();
        collect("", CrdDocument.schema(crd), found);
        found.remove("");
        return found;
    }

    private static void collect(String path, JsonNode schema, Map<String, JsonNode> found) {
        found.put(path, schema);
        for (var property : schema.path("properties").properties()) {
            collect(path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue(), found);
        }
        if (schema.has("items")) {
            collect(path + "[]", schema.get("items"), found);
        }
        if (schema.has("additionalProperties")) {
            collect(path + "{}", schema.get("additionalProperties"), found);
        }
    }
}
