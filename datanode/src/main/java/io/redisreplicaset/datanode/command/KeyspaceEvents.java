package io.redisreplicaset.datanode.command;

import java.nio.charset.StandardCharsets;

/// Keyspace notifications: what happens to keys, published for those who want to know.
///
/// @see <a href="https://redis.io/docs/latest/develop/use/keyspace-notifications/">Keyspace notifications</a>
public final class KeyspaceEvents {
    /// Letters of `notify-keyspace-events`, in the order in which the value is shown.
    private static final String LETTERS = "g$lshzxetdmn";

    private static final String ALL = "g$lshzxetd";

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
    public void configure(String letters) {
        wanted = parse(letters);
    }

    /// @return -1 where a letter is not known
    public static int parse(String letters) {
        int flags = 0;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter == 'A') {
                for (int each = 0; each < ALL.length(); each++) {
                    flags |= bit(ALL.charAt(each));
                }
            } else if (letter == 'K') {
                flags |= KEYSPACE;
            } else if (letter == 'E') {
                flags |= KEYEVENT;
            } else if (LETTERS.indexOf(letter) >= 0) {
                flags |= bit(letter);
            } else {
                return -1;
            }
        }
        return flags;
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
