package io.redisreplicaset.datanode.config;

import java.util.List;

/// Letters of `notify-keyspace-events`, kept in the order in which they are shown, each once.
///
/// @see <a href="https://redis.io/docs/latest/develop/use/keyspace-notifications/">Keyspace notifications</a>
record EventClasses() implements ValueType<String> {
    /// What `A` stands for.
    private static final String ALL = "g$lshzxetd";

    private static final String SHOWN = ALL + "nKEm";

    @Override
    public String parse(List<String> words) throws ConfigException {
        String given = words.getFirst();
        for (int i = 0; i < given.length(); i++) {
            if (given.charAt(i) != 'A' && SHOWN.indexOf(given.charAt(i)) < 0) {
                throw new ConfigException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
            }
        }
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < SHOWN.length(); i++) {
            char letter = SHOWN.charAt(i);
            boolean isInAll = i < ALL.length() && given.indexOf('A') >= 0;
            if (isInAll || given.indexOf(letter) >= 0) {
                letters.append(letter);
            }
        }
        String shown = letters.toString();
        return shown.startsWith(ALL) ? "A" + shown.substring(ALL.length()) : shown;
    }

    @Override
    public String render(String value) {
        return value;
    }
}
