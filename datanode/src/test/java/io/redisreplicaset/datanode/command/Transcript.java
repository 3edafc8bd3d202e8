package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.text.QuotedWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A file of what was said to a server, and what became of it: sections with a sentence for a heading, and in them
/// `x> words` for what client x says (`> words` for a lone client), with the lines that follow from it.
final class Transcript {
    /// @param turns in order
    record Section(String heading, List<Turn> turns) {}

    /// @param client its letter, `a` for a lone one; empty for a line that nobody says
    /// @param said the words as they were written
    /// @param followed the lines behind it
    record Turn(String place, String client, String said, List<String> followed) {
        byte[][] words() {
            byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
            return QuotedWords.split(bytes, 0, bytes.length).toArray(byte[][]::new);
        }
    }

    private Transcript() {}

    /// @param name of the file below `command/`
    static List<Section> read(String name) {
        List<Section> sections = new ArrayList<>();
        List<String> lines = text(name).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("## ")) {
                sections.add(new Section(line.substring(3), new ArrayList<>()));
            } else if (!line.isEmpty() && !sections.isEmpty()) {
                List<Turn> turns = sections.getLast().turns;
                int mark = line.indexOf("> ");
                if (mark == 0 || mark == 1) {
                    turns.add(new Turn(
                            name + " line " + (i + 1) + ": " + line,
                            mark == 0 ? "a" : line.substring(0, 1),
                            line.substring(mark + 2),
                            new ArrayList<>()));
                } else if (line.startsWith("... ")) {
                    turns.add(new Turn(name + " line " + (i + 1), "", line.substring(4), List.of()));
                } else {
                    turns.getLast().followed.add(line);
                }
            }
        }
        return sections;
    }

    private static String text(String name) {
        String resource = "/command/" + name + ".txt";
        try (InputStream in = Objects.requireNonNull(Transcript.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
