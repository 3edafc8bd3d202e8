package io.redisreplicaset.operator.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A running Kubernetes, from wherever it is.
sealed interface TestCluster permits GivenCluster, K3sCluster, DevelopmentCluster {
    String OPERATOR_IMAGE = "docker.io/redisreplicaset/operator";
    String NODE_IMAGE = "docker.io/redisreplicaset/node";

    /// A cluster, or why there is none of that kind.
    sealed interface Search {
        record Found(TestCluster cluster) implements Search {}

        record Nothing(String why) implements Search {}
    }

    Path kubeconfig();

    /// The image of the operator, without its tag: that is the chart's.
    default String operatorImage() {
        return OPERATOR_IMAGE;
    }

    /// The image of the data nodes; empty for the chart's own.
    default Optional<String> nodeImage() {
        return Optional.empty();
    }

    /// Sends a signal to the main process of a pod, from outside of it.
    ///
    /// @return whether this cluster lets one do that
    default boolean signal(String namespace, String pod, String signal) throws IOException, InterruptedException {
        return false;
    }

    /// The last test is over.
    void giveBack() throws IOException, InterruptedException;
}
