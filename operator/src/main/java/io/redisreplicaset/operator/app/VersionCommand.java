package io.redisreplicaset.operator.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `rrs version`
@Command(
        name = "version",
        description = "Prints the release and the Java that runs it.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().println("rrs " + RrsVersion.text() + ", Java " + Runtime.version());
    }
}
