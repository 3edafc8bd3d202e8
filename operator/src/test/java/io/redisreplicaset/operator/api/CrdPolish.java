package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the generator leaves undone: it sorts the columns, writes bounds as `9.0`, knows no integer formats and no list
/// types, and has no words and no bounds for the types that are borrowed from Kubernetes.
final class CrdPolish {
    private static final String DESCRIPTION =
            "A set of data nodes that hold the same data: one master, and the replicas that follow it.";

    /// Lists whose elements have an identity, so that two writers do not overwrite one another's elements.
    private static final Map<String, String> LIST_KEYS =
            Map.of("conditions", "type", "nodes", "name", "members", "nodeId");

    private static final int BORROWED_ITEMS = 64;
    private static final int BORROWED_ENTRIES = 64;
    private static final int BORROWED_CHARS = 1_024;

    private CrdPolish() {}

    static ObjectNode polished(ObjectNode crd) {
        ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
        orderColumns((ArrayNode) version.get("additionalPrinterColumns"));
        ObjectNode root = (ObjectNode) CrdDocument.schema(crd);
        root.put("description", DESCRIPTION);
        root.putArray("required").add("spec");
        ObjectNode properties = (ObjectNode) root.get("properties");
        schema((ObjectNode) properties.get("spec"), RedisReplicaSetSpec.class);
        describe((ObjectNode) properties.get("spec"), "What the user wants.");
        ownedKeys((ArrayNode) properties.at("/spec/x-kubernetes-validations"));
        schema((ObjectNode) properties.get("status"), RedisReplicaSetStatus.class);
        describe((ObjectNode) properties.get("status"), "What the operator knows and remembers.");
        return crd;
    }

    private static void orderColumns(ArrayNode columns) {
        List<String> order = Arrays.stream(RedisReplicaSet.class.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        List<JsonNode> sorted = columns.valueStream()
                .sorted(Comparator.comparingInt(
                        column -> order.indexOf(column.get("name").asText())))
                .toList();
        columns.removeAll();
        columns.addAll(sorted);
    }

    /// One rule a key: cheaper to judge than one over the whole map, and the refusal names the key.
    private static void ownedKeys(ArrayNode rules) {
        for (String key : ConfigKeys.OWNED) {
            rules.addObject()
                    .put("fieldPath", ".config['" + key + "']")
                    .put("message", "belongs to the operator")
                    .put("rule", "!has(self.config) || !('" + key + "' in self.config)");
        }
    }

    private static void schema(ObjectNode schema, Type type) {
        wholeBounds(schema);
        boolean isBorrowed = rawClass(type).getName().startsWith("io.fabric8.");
        if (isBorrowed) {
            bound(schema);
        }
        if (schema.path("default").isObject()) {
            // The generator writes Java's zeros here, which would hide the defaults of the fields; and an API server
            // judges this value by the rules as it stands, so it has to be whole.
            ObjectNode whole = schema.putObject("default");
            schema.path("properties").properties().stream()
                    .filter(property -> property.getValue().has("default"))
                    .forEach(property ->
                            whole.set(property.getKey(), property.getValue().get("default")));
        }
        switch (schema.path("type").asText()) {
            case "integer" -> schema.put("format", isLong(type) ? "int64" : "int32");
            case "array" -> schema((ObjectNode) schema.get("items"), argument(type, 0));
            case "object" -> object(schema, type);
            default -> scalar(schema, type);
        }
    }

    private static void object(ObjectNode schema, Type type) {
        if (schema.get("additionalProperties") instanceof ObjectNode values) {
            schema(values, argument(type, 1));
            return;
        }
        boolean isBorrowed = rawClass(type).getName().startsWith("io.fabric8.");
        for (var property : schema.path("properties").properties()) {
            ObjectNode below = (ObjectNode) property.getValue();
            schema(below, fieldType(rawClass(type), property.getKey()));
            if (isBorrowed) {
                bound(below);
                describe(below, BorrowedWords.of(property.getKey()));
            }
            listType(below, property.getKey());
        }
    }

    private static void scalar(ObjectNode schema, Type type) {
        if (type == Quantity.class) {
            schema.put("pattern", QuantitySyntax.REGEX);
            schema.put("maxLength", Bounds.QUANTITY_CHARS);
        } else if (type == IntOrString.class) {
            schema.put("maxLength", BORROWED_CHARS);
        }
    }

    private static void listType(ObjectNode schema, String name) {
        if (!"array".equals(schema.path("type").asText())) {
            return;
        }
        String key = LIST_KEYS.get(name);
        if (key != null) {
            schema.put("x-kubernetes-list-type", "map");
            schema.putArray("x-kubernetes-list-map-keys").add(key);
        } else {
            schema.put("x-kubernetes-list-type", "atomic");
        }
    }

    /// Bounds that no rule depends on; they keep a mistake from filling the store.
    private static void bound(ObjectNode schema) {
        switch (schema.path("type").asText()) {
            case "array" -> {
                putIfAbsent(schema, "maxItems", BORROWED_ITEMS);
                bound((ObjectNode) schema.get("items"));
            }
            case "object" -> {
                if (schema.get("additionalProperties") instanceof ObjectNode values) {
                    putIfAbsent(schema, "maxProperties", BORROWED_ENTRIES);
                    bound(values);
                }
            }
            case "string" -> putIfAbsent(schema, "maxLength", BORROWED_CHARS);
            default -> {}
        }
    }

    private static void wholeBounds(ObjectNode schema) {
        for (String bound : List.of("minimum", "maximum")) {
            if (schema.has(bound)) {
                schema.put(bound, schema.get(bound).asInt());
            }
        }
    }

    private static void putIfAbsent(ObjectNode schema, String key, int value) {
        if (!schema.has(key)) {
            schema.put(key, value);
        }
    }

    private static void describe(ObjectNode schema, @Nullable String words) {
        if (words != null && !schema.has("description")) {
            schema.put("description", words);
        }
    }

    private static boolean isLong(Type type) {
        return type == long.class || type == Long.class;
    }

    private static Class<?> rawClass(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw new IllegalStateException("no schema is made of " + type);
        };
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static Type fieldType(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            return field.getGenericType();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(owner + " has no field of the name of its property " + name, e);
        }
    }
}
