package io.redisreplicaset.operator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The cluster that `RRS_KUBECONFIG` names. It is the user's: nothing is left in it, and nothing is loaded into it.
record GivenCluster(Path kubeconfig) implements TestCluster {
    private static final String KUBECONFIG = "RRS_KUBECONFIG";
    private static final String OPERATOR = "RRS_OPERATOR_IMAGE";
    private static final String NODE = "RRS_NODE_IMAGE";

    static Search search() {
        String named = System.getenv(KUBECONFIG);
        if (named == null || named.isBlank()) {
            return new Search.Nothing(KUBECONFIG + " is not set");
        }
        Path file = Path.of(named);
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(KUBECONFIG + " names " + named + ", which cannot be read");
        }
        return new Search.Found(new GivenCluster(file));
    }

    @Override
    public String operatorImage() {
        return Optional.ofNullable(System.getenv(OPERATOR)).orElse(OPERATOR_IMAGE);
    }

    @Override
    public Optional<String> nodeImage() {
        return Optional.ofNullable(System.getenv(NODE));
    }

    /// Where it is the development cluster of this machine after all.
    @Override
    public boolean signal(String namespace, String pod, String signal) throws IOException, InterruptedException {
        return DevelopmentCluster.owns(kubeconfig)
                && Script.run("config/cluster/kill", pod, namespace, signal).succeeded();
    }

    @Override
    public void giveBack() {}
}
