package io.redisreplicaset.operator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What [RespReader] makes of the vectors that it shares with the data node's parser; the file says itself how it is
/// to be read.
final class RespReaderVectorsTest {
    private static final Pattern LINE = Pattern.compile("(.*?)\\s+=>\\s+(.*)");

    /// @param meaning what a reader of version 2 must make of the bytes
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

    static List<Vector> all() throws IOException {
        List<String> lines = lines();
        List<Vector> vectors = new ArrayList<>();
        boolean isVersion3 = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("==")) {
                isVersion3 = line.contains("version 3");
                continue;
            }
            if (line.isBlank() || line.equals("#") || line.startsWith("# ")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as("line %s is a vector", i + 1).isTrue();
            String meaning = isVersion3 ? asVersion2(line, parts.group(2)) : parts.group(2);
            vectors.add(new Vector(i + 1, parts.group(1), meaning));
        }
        return vectors;
    }

    /// This reader never asks for version 3: it takes a push for an array, and nothing else for a reply at all.
    private static String asVersion2(String line, String meaning) {
        if (line.startsWith(">")) {
            return meaning.replaceFirst("push", "array");
        }
        return "refused";
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RespReaderVectorsTest.class.getResourceAsStream("/resp/vectors.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    static Stream<Vector> whole() throws IOException {
        return all().stream().filter(Vector::isWhole);
    }

    @Test
    void are_there() throws IOException {
        assertThat(all()).hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @MethodSource("all")
    void are_read(Vector vector) {
        assertThat(outcome(vector.bytes())).isEqualTo(vector.meaning());
    }

    @ParameterizedTest
    @MethodSource("whole")
    void are_incomplete_until_their_last_byte(Vector vector) {
        byte[] bytes = vector.bytes();

        for (int length = 0; length < bytes.length; length++) {
            assertThat(outcome(Arrays.copyOf(bytes, length)))
                    .as("the first %s bytes", length)
                    .isEqualTo("incomplete");
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void do_not_eat_into_what_follows(Vector vector) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(vector.bytes());
        both.writeBytes(unescaped("+next\\r\\n"));
        RespReader reader = new RespReader(new ByteArrayInputStream(both.toByteArray()));

        reader.read();

        assertThat(reader.read()).isEqualTo(new RespReply.Text("next"));
    }

    /// In the words of the file.
    private static String outcome(byte[] bytes) {
        try {
            return meaningOf(new RespReader(new ByteArrayInputStream(bytes)).read());
        } catch (EOFException cutOff) {
            return "incomplete";
        } catch (IOException refused) {
            return "refused";
        }
    }

    private static String meaningOf(RespReply reply) {
        return switch (reply) {
            case RespReply.Text(String text) -> "text " + quoted(text);
            case RespReply.Failure(String error) -> "error " + quoted(error);
            case RespReply.Whole(long value) -> "whole " + value;
            case RespReply.Bulk(String text) -> "bulk " + quoted(text);
            case RespReply.Absent() -> "absent";
            case RespReply.Sequence(List<RespReply> elements) ->
                elements.stream()
                        .map(RespReaderVectorsTest::meaningOf)
                        .collect(Collectors.joining(", ", "array [", "]"));
        };
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

    private static byte[] unescaped(String written) {
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
