package io.redisreplicaset.datanode.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Replies as one can read them in a test: `+OK`, `-ERR no`, `:1`, `"bytes"`, `[array]`, `{map}`, `~[set]`, `>[push]`,
/// `nil` for `$-1`, `nil[]` for `*-1`, `null` for `_`; one a line.
///
/// Written apart from the parsers of the product, and tells apart what they need not.
public final class ReplyText {
    private final String wire;
    private int at;

    private ReplyText(String wire) {
        this.wire = wire;
    }

    public static String of(byte[] bytes) {
        ReplyText reader = new ReplyText(new String(bytes, StandardCharsets.ISO_8859_1));
        List<String> replies = new ArrayList<>();
        while (reader.at < reader.wire.length()) {
            replies.add(reader.read());
        }
        return String.join("\n", replies);
    }

    private String read() {
        char type = wire.charAt(at);
        String line = line().substring(1);
        return switch (type) {
            case '+', '-', ':', ',', '#', '(' -> type + line;
            case '_' -> "null";
            case '$' -> line.equals("-1") ? "nil" : bytes(Integer.parseInt(line));
            case '=' -> "=" + bytes(Integer.parseInt(line));
            case '*' -> line.equals("-1") ? "nil[]" : "[" + elements(Integer.parseInt(line)) + "]";
            case '~' -> "~[" + elements(Integer.parseInt(line)) + "]";
            case '>' -> ">[" + elements(Integer.parseInt(line)) + "]";
            case '%' -> "{" + pairs(Integer.parseInt(line)) + "}";
            case '|' -> "|{" + pairs(Integer.parseInt(line)) + "} " + read();
            default -> throw new IllegalStateException("no reply begins with '" + type + "' in " + wire);
        };
    }

    private String line() {
        int end = wire.indexOf("\r\n", at);
        String line = wire.substring(at, end);
        at = end + 2;
        return line;
    }

    private String elements(int count) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(read());
        }
        return String.join(", ", elements);
    }

    private String pairs(int count) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(read() + ": " + read());
        }
        return String.join(", ", pairs);
    }

    private String bytes(int length) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : wire.substring(at, at + length).toCharArray()) {
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '"', '\\' -> text.append('\\').append(c);
                default -> text.append(c < ' ' || c > '~' ? "\\x%02x".formatted((int) c) : c);
            }
        }
        at += length + 2;
        return text.append('"').toString();
    }
}
