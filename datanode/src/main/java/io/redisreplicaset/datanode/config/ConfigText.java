package io.redisreplicaset.datanode.config;

import io.redisreplicaset.datanode.text.QuotedWords;
import java.util.ArrayList;
import java.util.List;

/// The text of a `redis.conf`: lines of words, blank lines and `#` comments.
public final class ConfigText {
    /// One setting, and where it stands.
    public record Line(String source, int number, List<String> words) {
        public Line {
            words = List.copyOf(words);
        }

        public String name() {
            return words.getFirst();
        }

        public List<String> arguments() {
            return words.subList(1, words.size());
        }

        /// Where and what, for an error.
        public String place() {
            return ConfigText.place(source, number, String.join(" ", words));
        }

        /// Where, and the name alone: the rest is a password.
        public String placeOfSecret() {
            return ConfigText.place(source, number, name() + " (redacted)");
        }
    }

    private ConfigText() {}

    /// The settings of a text, in order.
    ///
    /// @throws ConfigException a quote is not closed; the message names the line
    public static List<Line> parse(String source, List<String> lines) throws ConfigException {
        List<Line> settings = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).trim();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            settings.add(new Line(source, i + 1, words(source, i + 1, text)));
        }
        return settings;
    }

    private static List<String> words(String source, int number, String text) throws ConfigException {
        try {
            return QuotedWords.split(text);
        } catch (IllegalArgumentException unbalanced) {
            // The name alone: what is behind it may be a password.
            String name = text.split("\\s", 2)[0];
            throw new ConfigException(place(source, number, name + " ...") + ": " + unbalanced.getMessage());
        }
    }

    private static String place(String source, int number, String what) {
        return source + " line " + number + ": '" + what + "'";
    }

    /// A value as it must stand in the file so that it is read back the same.
    static String quoted(String value) {
        boolean isPlain = !value.isEmpty()
                && value.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\' && c != '#');
        if (isPlain) {
            return value;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
