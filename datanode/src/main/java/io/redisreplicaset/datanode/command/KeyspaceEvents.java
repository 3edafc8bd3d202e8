package io.redisreplicaset.datanode.command;

import java.nio.charset.StandardCharsets;

/// Keyspace notifications: what happens to keys, published for those who want to know.
///
/// @see <a href="https://redis.io/docs/latest/develop/use/keyspace-notifications/">Keyspace notifications</a>
public final class KeyspaceEvents {
    /// What `A` stands for.
    private static final String ALL = "g$lshzxetd";

    /// Letters of `notify-keyspace-events`, but for `K`, `E` and `A`.
    private static final String LETTERS = ALL + "mn";

    public static final int GENERIC = bit('g');
    public static final int STRING = bit('$');
    public static final int EXPIRED = bit('x');
    public static final int KEY_MISS = bit('m');
    public static final int NEW_KEY = bit('n');
    private static final int KEYSPACE = 1 << 20;
    private static final int KEYEVENT = 1 << 21;

    private final PubSub pubSub;
    private int wanted;

    public KeyspaceEvents(PubSub pubSub) {
        this.pubSub = pubSub;
    }

    /// Puts a value of `notify-keyspace-events` in force.
    ///
    /// @param letters checked: one that is not known means nothing
    public void configure(String letters) {
        int flags = 0;
        for (int i = 0; i < letters.length(); i++) {
            flags |= flags(letters.charAt(i));
        }
        wanted = flags;
    }

    private static int flags(char letter) {
        return switch (letter) {
            case 'A' -> (1 << ALL.length()) - 1;
            case 'K' -> KEYSPACE;
            case 'E' -> KEYEVENT;
            default -> LETTERS.indexOf(letter) < 0 ? 0 : bit(letter);
        };
    }

    /// Whether anybody might hear of events of this type.
    public boolean isWanted(int type) {
        return (wanted & type) != 0;
    }

    /// Tells that `event` happened to a key.
    ///
    /// @param type one of the constants of this class
    public void happened(int type, String event, byte[] key, int database) {
        if ((wanted & type) == 0) {
            return;
        }
        byte[] eventBytes = event.getBytes(StandardCharsets.US_ASCII);
        if ((wanted & KEYSPACE) != 0) {
            pubSub.publish(channel("__keyspace@" + database + "__:", key), eventBytes);
        }
        if ((wanted & KEYEVENT) != 0) {
            pubSub.publish(channel("__keyevent@" + database + "__:", eventBytes), key);
        }
    }

    private static byte[] channel(String prefix, byte[] rest) {
        byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = java.util.Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, whole, start.length, rest.length);
        return whole;
    }

    private static int bit(char letter) {
        return 1 << LETTERS.indexOf(letter);
    }
}
