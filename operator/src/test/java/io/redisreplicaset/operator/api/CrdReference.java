package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The page that lists every field, made from the CRD.
final class CrdReference {
    private static final String HEAD = """
            # The fields of a RedisReplicaSet

            Made from the CRD by `CrdDriftTest`; the same text stands in `kubectl explain rrs.spec`. `redisreplicaset.io/v1alpha1`,
            short name `rrs`. Only `spec` is required, and everything in it has a default or can be left out.
            """;

    /// Their fields are those of a pod, and Kubernetes' own documentation has them.
    private static final Set<String> AS_IN_A_POD = Set.of("spec.affinity", "spec.tolerations");

    private CrdReference() {}

    static String of(JsonNode crd) {
        StringBuilder page = new StringBuilder(HEAD);
        JsonNode schema = CrdDocument.schema(crd);
        for (String part : List.of("spec", "status")) {
            page.append("\n## `").append(part).append("`\n\n| field | type | default | meaning |\n|---|---|---|---|\n");
            rows(part, schema.at("/properties/" + part), page);
        }
        page.append("\n## Rules\n\n");
        rules("", schema, page);
        page.append("- `spec.config` does not set what belongs to the operator: ")
                .append(ConfigKeys.OWNED.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", ")))
                .append(".\n");
        return page.toString();
    }

    private static void rows(String path, JsonNode schema, StringBuilder page) {
        for (var property : schema.path("properties").properties()) {
            String field = path + "." + property.getKey();
            JsonNode below = property.getValue();
            boolean isRequired = schema.path("required")
                    .valueStream()
                    .anyMatch(n -> n.asText().equals(property.getKey()));
            page.append("| `")
                    .append(field)
                    .append("` | ")
                    .append(type(below))
                    .append(isRequired ? ", required" : "")
                    .append(" | ")
                    .append(fallback(below))
                    .append(" | ")
                    .append(cell(below.path("description").asText()))
                    .append(" |\n");
            if (!AS_IN_A_POD.contains(field)) {
                rows(field, below, page);
                rows(field + "[]", below.path("items"), page);
            }
        }
    }

    private static String type(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum")
                    .valueStream()
                    .map(word -> "`" + word.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (schema.has("x-kubernetes-int-or-string")) {
            return "quantity";
        }
        String type = schema.path("type").asText();
        List<String> words = new ArrayList<>();
        switch (type) {
            case "array" -> words.add("list of " + type(schema.path("items")) + ", at most " + schema.path("maxItems"));
            case "object" -> {
                boolean isMap = schema.has("additionalProperties");
                words.add(isMap ? "map, at most " + schema.path("maxProperties") : "object");
            }
            case "string" -> words.add(schema.path("format").asText().equals("date-time") ? "time" : "string");
            default -> words.add(type);
        }
        if (schema.has("minimum")) {
            words.add(schema.get("minimum") + " to " + schema.get("maximum"));
        }
        return String.join(", ", words);
    }

    private static String cell(String words) {
        return words.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String fallback(JsonNode schema) {
        JsonNode value = schema.path("default");
        return value.isMissingNode() || value.isObject() ? "" : "`" + value.asText() + "`";
    }

    private static void rules(String path, JsonNode schema, StringBuilder page) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            String field = path + rule.path("fieldPath").asText();
            if (field.startsWith("spec.config[")) {
                continue;
            }
            page.append("- ");
            if (!field.isEmpty()) {
                page.append("`").append(field).append("`: ");
            }
            page.append(rule.path("message").asText()).append(".\n");
        }
        for (var property : schema.path("properties").properties()) {
            rules(path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue(), page);
        }
    }
}
