package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.coordinator.SteadyClock;
import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final int WIDEST = 200;

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
            LocalOptions options = options();
            LocalRun run = new LocalRun(options, display(options, clock), clock);
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
        checkPort("--port", port);
        checkPort("--replica-port", replicas);
        checkPort("--node-port", firstNode);
        return new LocalOptions(file, folder, port, replicas, firstNode, program(), isPlain);
    }

    private static void checkPort(String option, int value) throws LocalProblem {
        if (value < 1 || value > 65_535 - LocalOptions.ADMIN_OFFSET) {
            throw new LocalProblem(option + ": wanted 1 to " + (65_535 - LocalOptions.ADMIN_OFFSET) + ", got " + value);
        }
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
    private static Path builtBeside() {
        Path jar = Path.of(LocalCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toAbsolutePath();
        Path lib = jar.getParent();
        return lib == null
                ? Path.of("rrs-node")
                : lib.resolve("../../../../datanode/target/dist/bin/rrs-node").normalize();
    }

    private Display display(LocalOptions options, SteadyClock clock) {
        boolean isTerminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return isTerminal && !options.plain()
                ? new TerminalDisplay(System.out, clock, columns())
                : new PlainDisplay(System.out, clock);
    }

    private static int columns() {
        try {
            return Math.clamp(Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "")), 40, WIDEST);
        } catch (NumberFormatException unknown) {
            return 120;
        }
    }
}
