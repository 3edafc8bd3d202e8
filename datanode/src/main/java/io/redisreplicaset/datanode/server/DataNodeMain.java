package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.command.Release;
import io.redisreplicaset.datanode.config.ConfigException;
import java.io.IOException;
import java.util.List;

/// `rrs-node`: parse, run, end. Every error at start is one line on standard error, and exit code 1.
public final class DataNodeMain {
    private static final int START_FAILED = 1;

    /// The engine met a fault of its own and stopped rather than to guess.
    private static final int FAULT = 70;

    private DataNodeMain() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (words.contains("-h") || words.contains("--help")) {
            System.out.println(CommandLine.USAGE);
            return;
        }
        if (words.contains("-v") || words.contains("--version")) {
            System.out.println("rrs-node " + Release.ours() + " (speaks as Redis " + Release.REDIS_COMPATIBLE
                    + "), Java " + Runtime.version());
            return;
        }
        // The loop, the log and the admin port end with the process; nothing is left to unwind.
        Runtime.getRuntime().halt(run(words));
    }

    private static int run(List<String> arguments) {
        CommandLine line;
        DataNode node;
        try {
            line = CommandLine.parse(arguments);
            PasswordFile.apply(System.getenv(PasswordFile.VARIABLE), line.settings());
            node = DataNode.open(line);
        } catch (ConfigException | IOException | IllegalArgumentException refused) {
            System.err.println("rrs-node: " + refused.getMessage());
            return START_FAILED;
        }
        try {
            return node.run();
        } catch (RuntimeException fault) {
            node.die(fault);
            return FAULT;
        }
    }
}
