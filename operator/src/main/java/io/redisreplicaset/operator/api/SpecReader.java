package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.List;

/// Reads a spec as the API server would: fills in the defaults, and takes no value of a wrong type.
///
/// It never fails. One spec that this release cannot read (written for a newer one, before a roll-back) would
/// otherwise break the reading of the whole list, and no set of the cluster would be looked after. Such a spec comes
/// back as the defaults with `unreadable` saying what was wrong, and [SpecRules] refuses it.
final class SpecReader extends JsonDeserializer<RedisReplicaSetSpec> {
    /// What the `default`s of the schema say; a test holds the two together.
    static final String DEFAULTS = """
            {
              "replicas": 3,
              "durability": "Async",
              "topology": {"type": "Star"},
              "failover": {"enabled": true, "detectionTimeoutMillis": 2000},
              "persistence": {"enabled": false, "reclaimPolicy": "Retain"},
              "terminationGracePeriodSeconds": 30,
              "paused": false
            }
            """;

    /// What to make of a field that this release does not know.
    enum UnknownField {
        /// Right for an object of a cluster, which a newer release may have extended.
        IGNORE,
        /// Right for a file, where it is a slip of the pen.
        REFUSE
    }

    private static final JsonMapper TOLERANT = mapper(false);
    private static final JsonMapper STRICT = mapper(true);

    /// Stands below the mappers that it is made with.
    static final RedisReplicaSetSpec DEFAULT_SPEC = read(TOLERANT.createObjectNode(), UnknownField.REFUSE);

    @Override
    public RedisReplicaSetSpec deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode written = parser.readValueAsTree();
        return read(written, UnknownField.IGNORE);
    }

    @Override
    public RedisReplicaSetSpec getNullValue(DeserializationContext context) {
        return DEFAULT_SPEC;
    }

    static RedisReplicaSetSpec read(JsonNode written, UnknownField unknownField) {
        if (!(written instanceof ObjectNode fields)) {
            return unreadable(new Problem("spec", "a map", written.toString()));
        }
        JsonMapper mapper = switch (unknownField) {
            case IGNORE -> TOLERANT;
            case REFUSE -> STRICT;
        };
        try {
            ObjectNode complete = (ObjectNode) TOLERANT.readTree(DEFAULTS);
            overlay(complete, fields);
            return mapper.treeToValue(complete, RedisReplicaSetSpec.class);
        } catch (JsonProcessingException e) {
            return unreadable(JacksonProblem.of("spec", e, written));
        }
    }

    /// Null means "left out", as it does to an API server where the schema does not say `nullable`.
    private static void overlay(ObjectNode base, ObjectNode written) {
        for (var field : written.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                continue;
            }
            if (value instanceof ObjectNode inner) {
                ObjectNode below = base.get(field.getKey()) instanceof ObjectNode present ? present : base.objectNode();
                overlay(below, inner);
                base.set(field.getKey(), below);
            } else {
                base.set(field.getKey(), value);
            }
        }
    }

    private static RedisReplicaSetSpec unreadable(Problem problem) {
        RedisReplicaSetSpec d = DEFAULT_SPEC;
        return new RedisReplicaSetSpec(
                d.replicas(),
                d.image(),
                d.imagePullPolicy(),
                d.durability(),
                d.topology(),
                d.failover(),
                d.persistence(),
                d.config(),
                d.auth(),
                d.resources(),
                d.nodeSelector(),
                d.tolerations(),
                d.affinity(),
                d.podLabels(),
                d.podAnnotations(),
                d.terminationGracePeriodSeconds(),
                d.paused(),
                List.of(problem));
    }

    private static JsonMapper mapper(boolean refusesUnknownFields) {
        return JsonMapper.builder()
                .addMixIn(RedisReplicaSetSpec.class, ReadByItsComponents.class)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, refusesUnknownFields)
                // The API server turns no 3.7 into 3, no "3" into 3 and no 3 into "3".
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        textual -> textual.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
                .build();
    }

    /// Lifts the spec's own `@JsonDeserialize`, which would lead back here.
    @JsonDeserialize(using = JsonDeserializer.None.class)
    private interface ReadByItsComponents {}
}
