package io.redisreplicaset.operator.app;

import io.redisreplicaset.operator.local.LocalCommand;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rrs`: everything that the operator's jar can be.
@Command(
        name = "rrs",
        description = "Keeps replicated Redis-protocol data alive: as a Kubernetes operator, or on this machine.",
        mixinStandardHelpOptions = true,
        versionProvider = RrsVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LocalCommand.class, OperatorCommand.class, VersionCommand.class, HelpCommand.class})
public final class RrsMain implements Callable<Integer> {
    private static final int WRONG_USAGE = 2;
    private static final int HELP_COLUMNS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RrsMain() {}

    public static void main(String[] arguments) {
        System.exit(line().execute(arguments));
    }

    /// Without a command there is nothing to do.
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USAGE;
    }

    /// The command line, for whoever wants to run or to read it.
    public static CommandLine line() {
        return new CommandLine(new RrsMain())
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(RrsMain::explain)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + reason(failure));
                    return line.getCommandSpec().exitCodeOnExecutionException();
                });
    }

    /// One line, and not the whole help, which would scroll it away.
    private static int explain(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().qualifiedName();
        err.println(name + ": "
                + String.valueOf(wrong.getMessage()).lines().findFirst().orElse("") + ". See " + name + " --help");
        return WRONG_USAGE;
    }

    /// The innermost reason: what is wrapped around it says only where it was noticed.
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.toString() : message;
    }
}
