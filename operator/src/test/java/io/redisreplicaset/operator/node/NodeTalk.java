package io.redisreplicaset.operator.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a node of this machine, for tests: one connection a question.
public final class NodeTalk {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private NodeTalk() {}

    /// The reply in words; an error with its dash.
    public static String ask(int port, String... words) throws IOException {
        try (NodeConnection connection = open(port)) {
            return ask(connection, words);
        }
    }

    public static NodeConnection open(int port) throws IOException {
        return NodeConnection.open("127.0.0.1", port, Optional.empty(), PATIENCE);
    }

    public static String ask(NodeConnection connection, String... words) throws IOException {
        return words(connection.call(PATIENCE, List.of(words)));
    }

    private static String words(RespReply reply) {
        return switch (reply) {
            case RespReply.Text(String text) -> text;
            case RespReply.Failure(String error) -> "-" + error;
            case RespReply.Whole(long number) -> String.valueOf(number);
            case RespReply.Bulk(String text) -> text;
            case RespReply.Absent _ -> "(nil)";
            case RespReply.Sequence(List<RespReply> elements) -> {
                List<String> all = new ArrayList<>();
                elements.forEach(element -> all.add(words(element)));
                yield String.join(" ", all);
            }
        };
    }

    /// The number of the process that listens there.
    public static long pid(int port) throws IOException {
        return Long.parseLong(ask(port, "INFO", "server")
                .lines()
                .filter(line -> line.startsWith("process_id:"))
                .findFirst()
                .orElseThrow()
                .substring("process_id:".length())
                .strip());
    }

    public static StatusMap status(int port) throws IOException, StatusMap.MissingField {
        try (NodeConnection connection = open(port)) {
            return status(connection);
        }
    }

    public static StatusMap status(NodeConnection connection) throws IOException, StatusMap.MissingField {
        return StatusMap.of(connection.call(PATIENCE, List.of("REPLICASET", "STATUS")));
    }
}
