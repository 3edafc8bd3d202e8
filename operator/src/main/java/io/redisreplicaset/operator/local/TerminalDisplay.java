package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Reason.Severity;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.topology.Action;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A picture that is drawn anew in its place: the set, its nodes, and its last events. What stood above it stays.
final class TerminalDisplay implements Display {
    private static final int EVENTS_SHOWN = 12;
    private static final String CLEAR_BELOW = "\u001b[0J";
    private static final String YELLOW = "\u001b[33m";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final InstantSource clock;
    private final int columns;
    private final Deque<String> events = new ArrayDeque<>();
    private List<String> picture = List.of();
    private List<String> shown = List.of();

    /// @param columns longer lines are cut: a line that wraps would stand in the way of the next picture
    TerminalDisplay(PrintStream out, InstantSource clock, int columns) {
        this.out = out;
        this.clock = clock;
        this.columns = columns;
    }

    @Override
    public synchronized void greet(List<String> lines) {
        lines.forEach(out::println);
        out.println();
        out.flush();
    }

    @Override
    public synchronized void event(Action.Emit event) {
        String line = cut(PlainDisplay.line(event, clock));
        events.addLast(event.reason().severity() == Severity.NORMAL ? line : YELLOW + line + PLAIN);
        if (events.size() > EVENTS_SHOWN) {
            events.removeFirst();
        }
        draw();
    }

    @Override
    public synchronized void show(RedisReplicaSet set, List<String> nodeLines) {
        List<String> lines = new ArrayList<>();
        List<String> setLines = SetColumns.set(set, clock.instant());
        lines.add(BOLD + cut(setLines.getFirst()) + PLAIN);
        lines.add(cut(setLines.getLast()));
        lines.add("");
        lines.add(BOLD + cut(nodeLines.getFirst()) + PLAIN);
        nodeLines.stream().skip(1).map(this::cut).forEach(lines::add);
        picture = lines;
        draw();
    }

    @Override
    public synchronized void say(String line) {
        events.addLast(DIM + cut(line) + PLAIN);
        draw();
    }

    private void draw() {
        List<String> next = new ArrayList<>(picture);
        next.add("");
        next.addAll(events);
        if (next.equals(shown)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        if (!shown.isEmpty()) {
            text.append("\u001b[").append(shown.size()).append('A');
        }
        text.append('\r').append(CLEAR_BELOW);
        next.forEach(line -> text.append(line).append('\n'));
        out.print(text);
        out.flush();
        shown = next;
    }

    private String cut(String line) {
        return line.length() <= columns ? line : line.substring(0, columns);
    }
}
