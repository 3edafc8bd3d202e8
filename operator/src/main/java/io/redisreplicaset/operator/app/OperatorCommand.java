package io.redisreplicaset.operator.app;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rrs operator`
@Command(
        name = "operator",
        description = {
            "Looks after the RedisReplicaSets of a Kubernetes cluster.",
            "The cluster is that of the pod it runs in, else that of the kubeconfig."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class OperatorCommand implements Callable<Integer> {
    private static final String DATA_NODE_REPOSITORY = "docker.io/redisreplicaset/node";
    private static final int MAX_PORT = 65_535;
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAMESPACE",
            description = "Namespaces whose sets are looked after, separated by commas. Default: all. [RRS_NAMESPACES]",
            defaultValue = "${env:RRS_NAMESPACES}")
    private @Nullable List<String> namespaces;

    @Option(
            names = "--data-node-image",
            paramLabel = "IMAGE",
            description = "Image of the data nodes of sets that name none. Default: that of this release."
                    + " [RRS_DATA_NODE_IMAGE]",
            defaultValue = "${env:RRS_DATA_NODE_IMAGE}")
    private @Nullable String dataNodeImage;

    @Option(
            names = "--leader-election",
            negatable = true,
            description =
                    "Whether to wait for a lease. Without it two operators are harmless, and get in each other's way."
                            + " [RRS_LEADER_ELECTION]",
            defaultValue = "${env:RRS_LEADER_ELECTION:-true}",
            fallbackValue = "true")
    private boolean leaderElection = true;

    @Option(
            names = "--leader-election-lease",
            paramLabel = "NAME",
            description = "Name of the lease. Default: ${DEFAULT-VALUE}. [RRS_LEADER_ELECTION_LEASE]",
            defaultValue = "${env:RRS_LEADER_ELECTION_LEASE:-redisreplicaset-operator}")
    private String lease = "";

    @Option(
            names = "--leader-election-namespace",
            paramLabel = "NAMESPACE",
            description = "Namespace of the lease. Default: the operator's own. [RRS_LEADER_ELECTION_NAMESPACE]",
            defaultValue = "${env:RRS_LEADER_ELECTION_NAMESPACE}")
    private @Nullable String leaseNamespace;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "Port of /livez, /readyz and /metrics; 0 takes a free one. Default: ${DEFAULT-VALUE}. [RRS_PORT]",
            defaultValue = "${env:RRS_PORT:-8080}")
    private int port;

    @Override
    public Integer call() throws Exception {
        OperatorSettings settings = settings();
        String pod = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("operator");
        new OperatorProcess(settings, ClusterClient.open(), pod).run();
        return 0;
    }

    /// @throws ParameterException an option has a value that cannot be meant
    OperatorSettings settings() {
        List<String> watched = namespaces == null ? List.of() : namespaces;
        for (String namespace : watched) {
            if (!NAMESPACE.matcher(namespace).matches()) {
                throw new ParameterException(
                        spec.commandLine(), "Invalid value for --namespaces: '" + namespace + "' is no namespace");
            }
        }
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for --port: wanted 0 to " + MAX_PORT + ", got " + port);
        }
        String named = dataNodeImage;
        String image = named == null || named.isBlank() ? DATA_NODE_REPOSITORY + ":" + RrsVersion.text() : named;
        return new OperatorSettings(Set.copyOf(watched), image, leaderElection, lease, leaseNamespace, port);
    }
}
