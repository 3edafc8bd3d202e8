package io.redisreplicaset.datanode.membership;

import java.util.List;

/// How a node of a set introduces itself to its upstream: the arguments of `REPLCONF replicaset`.
///
/// @param epoch the epoch in which it was told to follow
/// @param historyEpoch the last marker that it applied; 0 for none
/// @param rootEpoch where its data began; 0 where it has no history
/// @param holdsData whether any key is in it
public record ReplicaHello(
        String setId, long epoch, String nodeId, long historyEpoch, long rootEpoch, boolean holdsData, String name) {
    private static final int ARGUMENTS = 7;

    public ReplicaHello {
        Bounds.requireSetId(setId);
        Bounds.requireEpoch(epoch);
        Bounds.requireNodeId(nodeId);
        Bounds.requireWord("name", name, Bounds.MAX_NAME_LENGTH);
    }

    /// What follows `REPLCONF replicaset`.
    public List<String> toArguments() {
        return List.of(
                setId,
                Long.toString(epoch),
                nodeId,
                Long.toString(historyEpoch),
                Long.toString(rootEpoch),
                holdsData ? "data" : "empty",
                name);
    }

    /// Reads what [#toArguments()] wrote.
    ///
    /// @throws IllegalArgumentException naming the field, what was wanted and what was found
    public static ReplicaHello parse(List<String> arguments) {
        if (arguments.size() != ARGUMENTS) {
            throw new IllegalArgumentException("REPLCONF replicaset: wanted 'setId epoch nodeId historyEpoch rootEpoch"
                    + " data|empty name', got " + arguments.size() + " arguments");
        }
        String data = arguments.get(5);
        if (!data.equals("data") && !data.equals("empty")) {
            throw new IllegalArgumentException("REPLCONF replicaset: wanted 'data' or 'empty', got '" + data + "'");
        }
        return new ReplicaHello(
                arguments.get(0),
                number("epoch", arguments.get(1)),
                arguments.get(2),
                number("historyEpoch", arguments.get(3)),
                number("rootEpoch", arguments.get(4)),
                data.equals("data"),
                arguments.get(6));
    }

    private static long number(String field, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below, with the field's name.
        }
        throw new IllegalArgumentException(
                "REPLCONF replicaset: " + field + ": wanted a whole number from 0 up, got '" + text + "'");
    }
}
