package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The specs under `src/test/resources/specs`, about which `SpecRules` and a real API server must say the same.
final class SpecCases {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern REPEAT = Pattern.compile("\\$\\{repeat:(\\d+)}");

    private SpecCases() {}

    /// @param field what a refusal must name, or null where the spec is valid
    record Case(
            String title,
            String setName,
            JsonNode spec,
            @Nullable String field) {}

    record Change(
            String title,
            JsonNode from,
            JsonNode to,
            @Nullable String field) {}

    static List<Case> valid() {
        return cases("valid.yaml");
    }

    static List<Case> invalid() {
        return cases("invalid.yaml");
    }

    static List<Change> changes() {
        return documents("changes.yaml").stream()
                .map(c -> new Change(title(c), required(c, "from"), required(c, "to"), text(c, "field")))
                .toList();
    }

    private static List<Case> cases(String file) {
        return documents(file).stream()
                .map(c -> new Case(
                        title(c),
                        Objects.requireNonNullElse(text(c, "name"), "cache"),
                        required(c, "spec"),
                        text(c, "field")))
                .toList();
    }

    private static List<JsonNode> documents(String file) {
        try (InputStream in = SpecCases.class.getResourceAsStream("/specs/" + file)) {
            String text = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            Matcher repeat = REPEAT.matcher(text);
            String expanded = repeat.replaceAll(match -> "a".repeat(Integer.parseInt(match.group(1))));
            return StreamSupport.stream(YAML.readTree(expanded).spliterator(), false)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String title(JsonNode node) {
        return required(node, "case").asText();
    }

    private static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw new IllegalStateException("a case without '" + field + "': " + node);
        }
        return value instanceof ObjectNode object ? object.deepCopy() : value;
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asText() : null;
    }
}
