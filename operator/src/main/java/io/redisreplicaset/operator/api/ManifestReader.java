package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.redisreplicaset.operator.api.SpecReader.UnknownField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Collects the problems of one file.
final class ManifestReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String API_VERSION = RedisReplicaSet.GROUP + "/" + RedisReplicaSet.VERSION;
    private static final String KIND = "RedisReplicaSet";
    private static final Set<String> FIELDS = Set.of("apiVersion", "kind", "metadata", "spec", "status");

    private final List<Problem> problems = new ArrayList<>();

    Manifest read(String yaml) {
        List<JsonNode> documents;
        try {
            documents = documents(yaml);
        } catch (JsonProcessingException e) {
            return new Manifest.Refused(List.of(JacksonProblem.of("the file", e, MissingNode.getInstance())));
        }
        if (documents.size() != 1 || !documents.getFirst().isObject()) {
            return new Manifest.Refused(List.of(new Problem(
                    "the file", "one " + KIND, documents.size() == 1 ? "no map" : documents.size() + " documents")));
        }
        JsonNode document = documents.getFirst();
        expect(document, "apiVersion", API_VERSION);
        expect(document, "kind", KIND);
        document.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                problems.add(new Problem(field, "one of apiVersion, kind, metadata, spec", "an unknown field"));
            }
        });
        RedisReplicaSet set = new RedisReplicaSet();
        set.setMetadata(metadata(document.path("metadata")));
        problems.addAll(SpecRules.nameProblems(set.getMetadata().getName()));
        if (document.path("spec").isMissingNode() || document.path("spec").isNull()) {
            problems.add(new Problem("spec", "a map", "nothing"));
        } else {
            set.setSpec(SpecReader.read(document.path("spec"), UnknownField.REFUSE));
            problems.addAll(SpecRules.problems(set.getSpec(), null));
        }
        return problems.isEmpty() ? new Manifest.Accepted(set) : new Manifest.Refused(problems);
    }

    private static List<JsonNode> documents(String yaml) throws JsonProcessingException {
        List<JsonNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> iterator = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (iterator.hasNextValue()) {
                JsonNode document = iterator.nextValue();
                if (!document.isNull() && !document.isMissingNode()) {
                    documents.add(document);
                }
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from a string", e);
        }
        return documents;
    }

    private ObjectMeta metadata(JsonNode written) {
        try {
            return written.isObject() ? YAML.treeToValue(written, ObjectMeta.class) : new ObjectMeta();
        } catch (JsonProcessingException e) {
            problems.add(JacksonProblem.of("metadata", e, written));
            return new ObjectMeta();
        }
    }

    private void expect(JsonNode document, String field, String wanted) {
        String got = document.path(field).asText("nothing");
        if (!got.equals(wanted)) {
            problems.add(new Problem(field, wanted, got));
        }
    }
}
