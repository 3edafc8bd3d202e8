package io.redisreplicaset.datanode.config;

import java.util.List;
import java.util.Locale;

/// `client-output-buffer-limit <class> <hard> <soft> <soft seconds>` for the three classes of client.
public record OutputLimits(Limit normal, Limit replica, Limit pubsub) {
    private static final long MB = 1024L * 1024;

    static final OutputLimits DEFAULT =
            new OutputLimits(new Limit(0, 0, 0), new Limit(256 * MB, 64 * MB, 60), new Limit(32 * MB, 8 * MB, 60));

    /// @param hardBytes at which the client is closed at once; 0 for no limit
    /// @param softBytes at which it is closed if it stays above for `softSeconds`; 0 for no limit
    public record Limit(long hardBytes, long softBytes, long softSeconds) {}

    /// Groups of four words; a class that is not named keeps its default.
    record Type() implements ValueType<OutputLimits> {
        @Override
        public OutputLimits parse(List<String> words) throws ConfigException {
            List<String> parts = new ValueType.Words().parse(words);
            if (parts.isEmpty() || parts.size() % 4 != 0) {
                throw new ConfigException("Wrong number of arguments in buffer limit configuration.");
            }
            OutputLimits limits = DEFAULT;
            for (int i = 0; i < parts.size(); i += 4) {
                limits = limits.with(parts.get(i), limit(parts.subList(i + 1, i + 4)));
            }
            return limits;
        }

        @Override
        public String render(OutputLimits value) {
            return "normal " + text(value.normal) + " slave " + text(value.replica) + " pubsub " + text(value.pubsub);
        }

        @Override
        public boolean takesManyWords() {
            return true;
        }

        private static Limit limit(List<String> words) throws ConfigException {
            try {
                long seconds = Long.parseLong(words.get(2));
                if (seconds >= 0) {
                    return new Limit(ValueType.bytes(words.get(0)), ValueType.bytes(words.get(1)), seconds);
                }
            } catch (NumberFormatException | ConfigException notWhole) {
                // Said below, with the same words as a negative number.
            }
            throw new ConfigException("Error in hard, soft or soft_seconds setting in buffer limit configuration.");
        }

        private static String text(Limit limit) {
            return limit.hardBytes + " " + limit.softBytes + " " + limit.softSeconds;
        }
    }

    /// These limits with some classes set anew: `CONFIG SET` names only what it changes.
    OutputLimits with(String className, Limit limit) throws ConfigException {
        return switch (className.toLowerCase(Locale.ROOT)) {
            case "normal" -> new OutputLimits(limit, replica, pubsub);
            case "slave", "replica" -> new OutputLimits(normal, limit, pubsub);
            case "pubsub" -> new OutputLimits(normal, replica, limit);
            default -> throw new ConfigException("Invalid client class specified in buffer limit configuration.");
        };
    }
}
