package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.coordinator.SteadyClock;
import java.io.Console;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rrs local FILE`.
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Run a set on this machine, as child processes on loopback, without a cluster.",
        footer = {
            "",
            "The nodes end with this command, and their data stays in the folder for the next time.",
            "A set is changed by saving FILE again: more replicas, another topology."
        })
public final class LocalCommand implements Callable<Integer> {
    private static final int REFUSED = 1;

    @Parameters(paramLabel = "FILE", description = "A RedisReplicaSet, as for kubectl apply.")
    private Path file = Path.of("");

    @Option(names = "--dir", paramLabel = "DIR", description = "Where data and logs live. Default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("local-data");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Leads to the master. Default: ${DEFAULT-VALUE}",
            defaultValue = "7000")
    private int port;

    @Option(
            names = "--replica-port",
            paramLabel = "PORT",
            description = "Leads to the replicas. Default: one above --port")
    private @Nullable Integer replicaPort;

    @Option(
            names = "--node-port",
            paramLabel = "PORT",
            description = "Of the first node; the others follow, and their probes 100 above. Default: ten above --port")
    private @Nullable Integer nodePort;

    @Option(
            names = "--node-program",
            paramLabel = "PATH",
            description = "The data node. Default: $RRS_NODE, else the one that was built beside this program.")
    private @Nullable Path nodeProgram;

    @Option(names = "--plain", description = "One line an event, even on a terminal.")
    private boolean isPlain;

    @Override
    public Integer call() throws InterruptedException {
        SteadyClock clock = new SteadyClock();
        try {
            LocalRun run = new LocalRun(options(), display(clock), clock);
            Thread end = new Thread(run::stop, "stop");
            Runtime.getRuntime().addShutdownHook(end);
            run.run();
            return 0;
        } catch (LocalProblem problem) {
            System.err.println("rrs local: " + problem.getMessage());
            return REFUSED;
        }
    }

    private LocalOptions options() throws LocalProblem {
        int replicas = replicaPort == null ? port + 1 : replicaPort;
        int firstNode = nodePort == null ? port + 10 : nodePort;
        return new LocalOptions(file, folder, port, replicas, firstNode, program());
    }

    private Path program() throws LocalProblem {
        Path program = nodeProgram;
        if (program == null) {
            String variable = System.getenv("RRS_NODE");
            program = variable == null || variable.isEmpty() ? builtBeside() : Path.of(variable);
        }
        if (!Files.isExecutable(program)) {
            throw new LocalProblem(
                    "the data node " + program + " is not there: run `make build`, or name it with --node-program");
        }
        return program.toAbsolutePath();
    }

    /// From operator/target/dist/lib/rrs.jar to datanode/target/dist/bin/rrs-node.
    private static Path builtBeside() throws LocalProblem {
        try {
            URL jar = LocalCommand.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(jar.toURI())
                    .resolveSibling("../../../../datanode/target/dist/bin/rrs-node")
                    .normalize();
        } catch (URISyntaxException unreadable) {
            throw new LocalProblem("the data node is not found: name it with --node-program", unreadable);
        }
    }

    private Display display(SteadyClock clock) {
        boolean isTerminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        ZoneId zone = ZoneId.systemDefault();
        return isTerminal && !isPlain
                ? new TerminalDisplay(System.out, clock, zone, new TerminalSize(clock)::now)
                : new PlainDisplay(System.out, clock, zone);
    }
}
