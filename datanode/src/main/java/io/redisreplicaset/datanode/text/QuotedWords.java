package io.redisreplicaset.datanode.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Words on a line, as a human types them over telnet and as `redis.conf` has them.
///
/// Words are separated by blanks; `"…"` knows `\n \r \t \b \a \xHH` and `\` before any other byte, `'…'` knows only
/// `\'`. Behind a
/// closing quote a blank or the end must follow.
public final class QuotedWords {
    private QuotedWords() {}

    /// @throws IllegalArgumentException a quote is not closed
    public static List<String> split(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return split(bytes, 0, bytes.length).stream()
                .map(word -> new String(word, StandardCharsets.UTF_8))
                .toList();
    }

    /// @throws IllegalArgumentException a quote is not closed
    public static List<byte[]> split(byte[] buffer, int from, int end) {
        List<byte[]> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        int at = from;
        while (true) {
            while (at < end && isBlank(buffer[at])) {
                at++;
            }
            if (at == end) {
                return words;
            }
            word.reset();
            at = readWord(buffer, at, end, word);
            words.add(word.toByteArray());
        }
    }

    private static int readWord(byte[] buffer, int from, int end, ByteArrayOutputStream word) {
        int at = from;
        while (at < end && !endsWord(buffer[at])) {
            byte b = buffer[at];
            if (b == '"' || b == '\'') {
                at = b == '"'
                        ? readDoubleQuoted(buffer, at + 1, end, word)
                        : readSingleQuoted(buffer, at + 1, end, word);
                if (at < end && !isBlank(buffer[at])) {
                    throw unbalanced();
                }
                return at;
            }
            word.write(b);
            at++;
        }
        return at;
    }

    private static int readDoubleQuoted(byte[] buffer, int from, int end, ByteArrayOutputStream word) {
        int at = from;
        while (at < end) {
            byte b = buffer[at];
            if (b == '"') {
                return at + 1;
            }
            if (b != '\\' || at + 1 >= end) {
                word.write(b);
                at++;
                continue;
            }
            byte escaped = buffer[at + 1];
            if (escaped == 'x' && at + 3 < end && hex(buffer[at + 2]) >= 0 && hex(buffer[at + 3]) >= 0) {
                word.write(hex(buffer[at + 2]) * 16 + hex(buffer[at + 3]));
                at += 4;
            } else {
                word.write(meaning(escaped));
                at += 2;
            }
        }
        throw unbalanced();
    }

    private static int meaning(byte escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> escaped;
        };
    }

    private static int readSingleQuoted(byte[] buffer, int from, int end, ByteArrayOutputStream word) {
        int at = from;
        while (at < end) {
            if (buffer[at] == '\'') {
                return at + 1;
            }
            if (buffer[at] == '\\' && at + 1 < end && buffer[at + 1] == '\'') {
                at++;
            }
            word.write(buffer[at++]);
        }
        throw unbalanced();
    }

    private static IllegalArgumentException unbalanced() {
        return new IllegalArgumentException("unbalanced quotes in request");
    }

    /// A vertical tab and a form feed stand between words, but do not end one: so it is in Redis.
    private static boolean endsWord(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }
}
