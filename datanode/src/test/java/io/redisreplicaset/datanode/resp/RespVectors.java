package io.redisreplicaset.datanode.resp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The vectors of `resp/vectors.txt`, which says itself how it is to be read.
final class RespVectors {
    private static final Pattern LINE = Pattern.compile("(.*?)\\s+=>\\s+(.*)");

    /// @param line where it stands, for messages
    record Vector(int line, String bytesAsWritten, String meaning) {
        byte[] bytes() {
            return unescaped(bytesAsWritten);
        }

        boolean isWhole() {
            return !meaning.equals("refused") && !meaning.equals("incomplete");
        }

        @Override
        public String toString() {
            return "line " + line + ": " + bytesAsWritten + " => " + meaning;
        }
    }

    private RespVectors() {}

    static List<Vector> all() {
        String text = read();
        List<String> lines = text.lines().toList();
        List<Vector> vectors = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.equals("#") || line.startsWith("# ") || line.startsWith("==")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalStateException("line " + (i + 1) + " is no vector: " + line);
            }
            vectors.add(new Vector(i + 1, parts.group(1), parts.group(2)));
        }
        return vectors;
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(RespVectors.class.getResourceAsStream("/resp/vectors.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// A value in the words of the file.
    static String meaningOf(RespValue value) {
        return switch (value) {
            case RespValue.Simple(String text) -> "text " + quoted(text);
            case RespValue.Failure(String text) -> "error " + quoted(text);
            case RespValue.Whole(long number) -> "whole " + number;
            case RespValue.Bulk(byte[] bytes) -> "bulk " + quoted(new String(bytes, StandardCharsets.UTF_8));
            case RespValue.NumberText(String text) -> "number " + quoted(text);
            case RespValue.Truth(boolean truth) -> "truth " + truth;
            case RespValue.Absent() -> "absent";
            case RespValue.Sequence(List<RespValue> elements) -> "array " + meaningOf(elements);
            case RespValue.Push(List<RespValue> elements) -> "push " + meaningOf(elements);
            case RespValue.Mapping(List<RespValue> elements) -> "map " + meaningOf(elements);
        };
    }

    private static String meaningOf(List<RespValue> elements) {
        return elements.stream().map(RespVectors::meaningOf).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\r' -> quoted.append("\\r");
                case '\n' -> quoted.append("\\n");
                case '\\' -> quoted.append("\\\\");
                default -> quoted.append(c < ' ' ? "\\x%02x".formatted(c) : Character.toString(c));
            }
        });
        return quoted.append('"').toString();
    }

    static byte[] unescaped(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\') {
                int codePoint = written.codePointAt(i);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint) - 1;
                continue;
            }
            switch (written.charAt(++i)) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(Integer.parseInt(written, i + 1, i + 3, 16));
                    i += 2;
                }
                default -> throw new IllegalStateException("an escape that is none: " + written);
            }
        }
        return bytes.toByteArray();
    }
}
