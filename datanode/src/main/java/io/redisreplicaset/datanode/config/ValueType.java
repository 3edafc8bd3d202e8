package io.redisreplicaset.datanode.config;

import io.redisreplicaset.datanode.text.DecimalText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// How the words behind a directive become a value, and back.
///
/// @param <T> the value
public interface ValueType<T> {
    /// @param words at least the words that the directive takes
    /// @throws ConfigException the words are no such value
    T parse(List<String> words) throws ConfigException;

    /// The value as `CONFIG GET` shows it.
    String render(T value);

    /// Whether more than one word may follow the directive.
    default boolean takesManyWords() {
        return false;
    }

    /// `yes` or `no`.
    record YesNo() implements ValueType<Boolean> {
        @Override
        public Boolean parse(List<String> words) throws ConfigException {
            return switch (words.getFirst().toLowerCase(Locale.ROOT)) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw new ConfigException("argument must be 'yes' or 'no'");
            };
        }

        @Override
        public String render(Boolean value) {
            return value ? "yes" : "no";
        }
    }

    /// A whole number within bounds.
    record Whole(long min, long max) implements ValueType<Long> {
        @Override
        public Long parse(List<String> words) throws ConfigException {
            byte[] text = words.getFirst().getBytes(StandardCharsets.UTF_8);
            if (!DecimalText.isLong(text, 0, text.length)) {
                throw new ConfigException("argument couldn't be parsed into an integer");
            }
            return inRange(DecimalText.parse(text, 0, text.length), min, max);
        }

        @Override
        public String render(Long value) {
            return Long.toString(value);
        }
    }

    /// A number of bytes: `64`, `64k` (thousands), `64kb` (1024s), and so with m and g.
    record Memory(long min, long max) implements ValueType<Long> {
        @Override
        public Long parse(List<String> words) throws ConfigException {
            return inRange(bytes(words.getFirst()), min, max);
        }

        @Override
        public String render(Long value) {
            return Long.toString(value);
        }
    }

    /// One word of a list.
    record Choice(List<String> words) implements ValueType<String> {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public String parse(List<String> given) throws ConfigException {
            String word = given.getFirst().toLowerCase(Locale.ROOT);
            if (!words.contains(word)) {
                throw new ConfigException("argument(s) must be one of the following: " + String.join(", ", words));
            }
            return word;
        }

        @Override
        public String render(String value) {
            return value;
        }
    }

    /// Any one word.
    record Text() implements ValueType<String> {
        @Override
        public String parse(List<String> words) {
            return words.getFirst();
        }

        @Override
        public String render(String value) {
            return value;
        }
    }

    /// Any words, none among them.
    record Words() implements ValueType<List<String>> {
        @Override
        public List<String> parse(List<String> words) {
            // CONFIG SET gives one string with blanks in it, the file gives separate words.
            return words.stream()
                    .flatMap(word -> List.of(word.trim().split("\\s+", -1)).stream())
                    .filter(word -> !word.isEmpty())
                    .toList();
        }

        @Override
        public String render(List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public boolean takesManyWords() {
            return true;
        }
    }

    private static long inRange(long value, long min, long max) throws ConfigException {
        if (value < min || value > max) {
            throw new ConfigException("argument must be between " + min + " and " + max + " inclusive");
        }
        return value;
    }

    /// @throws ConfigException not a number of bytes
    static long bytes(String word) throws ConfigException {
        String lower = word.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        long unit = switch (lower.substring(digits)) {
            case "", "b" -> 1L;
            case "k" -> 1000L;
            case "kb" -> 1024L;
            case "m" -> 1000_000L;
            case "mb" -> 1024L * 1024;
            case "g" -> 1000_000_000L;
            case "gb" -> 1024L * 1024 * 1024;
            default -> throw new ConfigException("argument must be a memory value");
        };
        try {
            return Math.multiplyExact(Long.parseLong(lower.substring(0, digits)), unit);
        } catch (NumberFormatException | ArithmeticException notBytes) {
            throw new ConfigException("argument must be a memory value");
        }
    }
}
