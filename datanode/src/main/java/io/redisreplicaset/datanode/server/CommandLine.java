package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.ConfigText;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.config.SettingsBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line of redis-server: `[redis.conf | -] [--directive value …]`.
///
/// @param file the configuration file; empty where there is none, or it was standard input
/// @param warnings what the log should say about the settings
record CommandLine(Settings settings, Optional<Path> file, List<String> warnings) {
    /// Files that include one another in a circle end here.
    private static final int MAX_INCLUDE_DEPTH = 16;

    static final String USAGE = """
            Usage: rrs-node [redis.conf | -] [--directive value ...]
                   rrs-node -v | --version
                   rrs-node -h | --help

            Examples:
                   rrs-node --port 7777 --dir /tmp/data --appendonly no
                   rrs-node /etc/redis/redis.conf --loglevel verbose
                   rrs-node --port 7778 --replicaof 127.0.0.1 7777

            The directives are those of redis.conf; CONFIG GET * lists the ones that this server knows.
            Members of a set, and their directives replicaset-*: config/docs/node-protocol.md.""";

    /// @throws ConfigException names the line or argument, what was wanted and what was found
    static CommandLine parse(List<String> arguments) throws ConfigException {
        SettingsBuilder builder = new SettingsBuilder();
        int next = 0;
        Optional<Path> file = Optional.empty();
        if (!arguments.isEmpty() && !arguments.getFirst().startsWith("--")) {
            next = 1;
            if (arguments.getFirst().equals("-")) {
                addAll(builder, "standard input", standardInput(), 0);
            } else {
                Path path = Path.of(arguments.getFirst()).toAbsolutePath();
                addFile(builder, path, 0);
                file = Optional.of(path);
            }
        }
        addOptions(builder, arguments.subList(next, arguments.size()));
        return new CommandLine(builder.settings(), file, builder.warnings());
    }

    private static void addFile(SettingsBuilder builder, Path path, int depth) throws ConfigException {
        if (depth > MAX_INCLUDE_DEPTH) {
            throw new ConfigException("include " + path + ": more than " + MAX_INCLUDE_DEPTH + " files deep");
        }
        try {
            addAll(builder, path.toString(), Files.readAllLines(path), depth);
        } catch (IOException unreadable) {
            throw new ConfigException("can't read config file '" + path + "': " + reason(unreadable));
        }
    }

    private static String reason(IOException failed) {
        return failed instanceof java.nio.file.NoSuchFileException
                ? "no such file"
                : String.valueOf(failed.getMessage());
    }

    private static void addAll(SettingsBuilder builder, String source, List<String> lines, int depth)
            throws ConfigException {
        for (ConfigText.Line line : ConfigText.parse(source, lines)) {
            if (line.name().equalsIgnoreCase("include") && line.arguments().size() == 1) {
                addFile(builder, Path.of(line.arguments().getFirst()).toAbsolutePath(), depth + 1);
            } else {
                builder.add(line);
            }
        }
    }

    private static List<String> standardInput() throws ConfigException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException unreadable) {
            throw new ConfigException("can't read the configuration from standard input: " + unreadable.getMessage());
        }
    }

    /// `--name word word --name word …`; a word that begins with `--` begins the next directive.
    private static void addOptions(SettingsBuilder builder, List<String> arguments) throws ConfigException {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--") && argument.length() > 2) {
                addOption(builder, words);
                words.clear();
                words.add(argument.substring(2));
            } else if (words.isEmpty()) {
                throw new ConfigException("command line: wanted --directive, got '" + argument + "'");
            } else {
                words.add(argument);
            }
        }
        addOption(builder, words);
    }

    private static void addOption(SettingsBuilder builder, List<String> words) throws ConfigException {
        if (words.isEmpty()) {
            return;
        }
        if (words.getFirst().equals("sentinel")) {
            throw new ConfigException("--sentinel: this release has no Sentinel mode");
        }
        // `--replicaof "host port"` is as good as two words.
        builder.add(new ConfigText.Line("command line", 1, words));
    }
}
