package io.redisreplicaset.datanode.membership;

/// What a set id, a node id, a name, a coordinator and an epoch may look like. One place, so that the wire, the
/// disk and the marker refuse the same things with the same words.
public final class Bounds {
    public static final int MAX_SET_ID_LENGTH = 64;
    public static final int MAX_NAME_LENGTH = 253;
    public static final int MAX_COORDINATOR_LENGTH = 128;
    public static final int NODE_ID_LENGTH = 40;

    /// More voters only make every write slower; the bound keeps a marker and a status small.
    public static final int MAX_VOTERS = 31;

    /// Peers are the set's nodes and those that are on their way in or out.
    public static final int MAX_PEERS = 63;

    private Bounds() {}

    static void requireEpoch(long epoch) {
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch: wanted a whole number from 1 up, got " + epoch);
        }
    }

    static void requireSetId(String setId) {
        boolean isWellFormed = !setId.isEmpty()
                && setId.length() <= MAX_SET_ID_LENGTH
                && setId.chars().allMatch(c -> c == '-' || isAsciiLetterOrDigit(c));
        if (!isWellFormed) {
            throw new IllegalArgumentException(
                    "setId: wanted 1 to " + MAX_SET_ID_LENGTH + " characters of A-Z a-z 0-9 -, got '" + setId + "'");
        }
    }

    static void requireNodeId(String nodeId) {
        boolean isWellFormed = nodeId.length() == NODE_ID_LENGTH
                && nodeId.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!isWellFormed) {
            throw new IllegalArgumentException(
                    "nodeId: wanted " + NODE_ID_LENGTH + " lower-case hex digits, got '" + nodeId + "'");
        }
    }

    /// A word is printable ASCII without spaces, so that it survives in a line of text and in an error reply.
    static void requireWord(String field, String value, int maxLength) {
        if (value.isEmpty() || value.length() > maxLength || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    field + ": wanted 1 to " + maxLength + " printable characters without spaces, got '" + value + "'");
        }
    }

    private static boolean isAsciiLetterOrDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
