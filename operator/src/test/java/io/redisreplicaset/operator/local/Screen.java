package io.redisreplicaset.operator.local;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A small terminal: as much of one as it takes to see what a picture that is drawn over itself looks like. Colours are
/// ignored.
final class Screen extends OutputStream {
    private final int rows;
    private final int columns;

    /// All lines since the start; the last `rows` of them are in sight.
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));

    private final List<Byte> pending = new ArrayList<>();
    private int row;
    private int column;

    Screen(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public void write(int octet) {
        pending.add((byte) octet);
    }

    @Override
    public void flush() {
        byte[] bytes = new byte[pending.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = pending.get(i);
        }
        pending.clear();
        show(new String(bytes, StandardCharsets.UTF_8));
    }

    private void show(String text) {
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '\u001b') {
                int end = at + 2;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                escape(text.substring(at + 2, end), text.charAt(end));
                at = end;
            } else if (next == '\n') {
                column = 0;
                down();
            } else if (next == '\r') {
                column = 0;
            } else {
                put(next);
            }
            at++;
        }
    }

    private void escape(String number, char command) {
        switch (command) {
            case 'A' -> row = Math.max(top(), row - Integer.parseInt(number));
            case 'J' -> {
                lines.get(row).setLength(column);
                lines.subList(row + 1, lines.size()).clear();
            }
            case 'm' -> {}
            default -> throw new IllegalArgumentException("what does ESC[" + number + command + " do?");
        }
    }

    private void put(char next) {
        if (column == columns) {
            column = 0;
            down();
        }
        StringBuilder line = lines.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, next);
    }

    private void down() {
        row++;
        if (row == lines.size()) {
            lines.add(new StringBuilder());
        }
    }

    /// What has scrolled away is above the first line in sight, and the cursor does not go there.
    private int top() {
        return Math.max(0, lines.size() - rows);
    }

    List<String> all() {
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    List<String> inSight() {
        return all().subList(top(), lines.size());
    }
}
