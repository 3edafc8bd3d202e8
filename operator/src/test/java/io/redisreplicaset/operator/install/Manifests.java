package io.redisreplicaset.operator.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import io.redisreplicaset.operator.CommittedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The objects that an installation consists of, from the chart or from kustomize.
record Manifests(List<JsonNode> documents) {
    static final Path CHART = CommittedFile.repository().resolve("charts/redisreplicaset-operator");

    private static final String KUBERNETES = "1.34";
    private static final ObjectMapper YAML = new YAMLMapper();

    /// What `helm template` prints for these values: release and names as in kustomize, so that both can be compared.
    static Manifests ofChart(String values) throws IOException {
        Path file = Files.createTempFile("values", ".yaml");
        try {
            Files.writeString(file, values);
            return parse(new Helm(CHART)
                    .template()
                    .withName("redisreplicaset-operator")
                    .withNamespace("redisreplicaset-system")
                    .withKubeVersion(KUBERNETES)
                    .withValuesFile(file)
                    .call());
        } finally {
            Files.delete(file);
        }
    }

    /// What `kubectl kustomize` prints for a folder, or empty where there is no kubectl.
    static Optional<Manifests> ofKustomize(String folder) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("kubectl", "kustomize", folder)
                    .directory(CommittedFile.repository().toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            System.out.println("SKIPPED: no kubectl on the PATH: the kustomize folders are not built");
            return Optional.empty();
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("kubectl kustomize " + folder + " failed");
        }
        return Optional.of(parse(text));
    }

    private static Manifests parse(String text) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> iterator = YAML.readerFor(JsonNode.class).readValues(text)) {
            while (iterator.hasNextValue()) {
                JsonNode document = iterator.nextValue();
                if (document.isObject()) {
                    documents.add(document);
                }
            }
        }
        return new Manifests(documents);
    }

    List<JsonNode> all(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    /// The only one of its kind and name.
    JsonNode one(String kind, String name) {
        List<JsonNode> found = all(kind).stream()
                .filter(document -> document.at("/metadata/name").asText().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("wanted one " + kind + " " + name + ", got " + found.size());
        }
        return found.getFirst();
    }

    /// `kind/name` of each, in the order of the text.
    List<String> names() {
        return documents.stream()
                .map(document -> document.path("kind").asText() + "/"
                        + document.at("/metadata/name").asText())
                .toList();
    }
}
