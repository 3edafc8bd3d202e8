package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Reason.Severity;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.local.TerminalSize.Size;
import io.redisreplicaset.operator.topology.Action;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The set and its nodes in a picture at the bottom of the terminal, drawn anew in its place; events scroll away above
/// it, and stay.
final class TerminalDisplay implements Display {
    private static final String CLEAR_BELOW = "\u001b[0J";
    private static final String YELLOW = "\u001b[33m";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Supplier<Size> size;
    private List<Line> picture = List.of();
    private List<String> shown = List.of();
    private Size shownAt = Size.USUAL;

    /// @param style an escape sequence, or nothing
    private record Line(String style, String text) {
        String in(int columns) {
            // One that wraps would stand in the way of the next picture.
            String cut = text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
            return style.isEmpty() ? cut : style + cut + PLAIN;
        }
    }

    TerminalDisplay(PrintStream out, InstantSource clock, ZoneId zone, Supplier<Size> size) {
        this.out = out;
        this.clock = clock;
        this.zone = zone;
        this.size = size;
    }

    @Override
    public synchronized void greet(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    @Override
    public synchronized void event(Action.Emit event) {
        String style = event.reason().severity() == Severity.NORMAL ? "" : YELLOW;
        draw(List.of(new Line(style, EventLine.of(event, clock.instant(), zone))));
    }

    @Override
    public synchronized void say(String line) {
        draw(List.of(new Line(DIM, line)));
    }

    @Override
    public synchronized void show(RedisReplicaSet set, List<String> nodeLines) {
        List<Line> lines = new ArrayList<>();
        List<String> setLines = SetColumns.set(set, clock.instant());
        lines.add(new Line("", ""));
        lines.add(new Line(BOLD, setLines.getFirst()));
        lines.add(new Line("", setLines.getLast()));
        if (nodeLines.size() > 1) {
            lines.add(new Line("", ""));
            lines.add(new Line(BOLD, nodeLines.getFirst()));
            nodeLines.stream().skip(1).forEach(line -> lines.add(new Line("", line)));
        }
        picture = lines;
        draw(List.of());
    }

    @Override
    public synchronized void end() {
        picture = List.of();
        draw(List.of());
    }

    /// @param above goes before the picture, for good; events may be longer than a line
    private void draw(List<Line> above) {
        Size now = size.get();
        List<String> next = fitting(now);
        if (above.isEmpty() && next.equals(shown)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        // A window that has changed has moved the lines; then a new picture begins below the old one.
        if (!shown.isEmpty() && now.equals(shownAt)) {
            text.append("\u001b[").append(shown.size()).append('A');
        }
        text.append('\r').append(CLEAR_BELOW);
        above.forEach(line -> text.append(line.in(Integer.MAX_VALUE)).append('\n'));
        next.forEach(line -> text.append(line).append('\n'));
        out.print(text);
        out.flush();
        shown = next;
        shownAt = now;
    }

    /// No more lines than there is room for above the cursor: what has left the screen cannot be drawn over.
    private List<String> fitting(Size now) {
        int room = Math.max(1, now.rows() - 1);
        List<Line> fitting = picture.size() <= room ? picture : new ArrayList<>(picture.subList(0, room));
        if (picture.size() > room) {
            fitting.set(room - 1, new Line(DIM, "… " + (picture.size() - room + 1) + " more lines"));
        }
        return fitting.stream().map(line -> line.in(now.columns())).toList();
    }

    @Override
    public boolean isBroken() {
        return out.checkError();
    }
}
