package io.redisreplicaset.operator.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What happened, one line each, in fixed columns:
///
/// ```
///  seconds  who        what        details
///    12.304 set-1      promised    epoch 3 to alpha/1
/// ```
///
/// Only the last lines are kept, and none is put into words before somebody wants to read it.
final class Trace {
    private static final int KEPT = 60;

    /// One line; `details` are values that do not change any more.
    private record Line(long nanos, String who, String what, List<Object> details) {
        String render() {
            String words = details.stream().map(String::valueOf).collect(Collectors.joining(" "));
            return String.format(Locale.ROOT, "%10.3f %-10s %-11s %s", nanos / 1e9, who, what, words)
                    .stripTrailing();
        }
    }

    private final List<Line> story = new ArrayList<>();
    private final Line[] ring = new Line[KEPT];
    private final VirtualTime time;
    private long lines;
    private boolean tellsAll;

    Trace(VirtualTime time) {
        this.time = time;
    }

    /// From here on every line is kept.
    void tellAll() {
        tellsAll = true;
    }

    void add(String who, String what, Object... details) {
        Line line = new Line(time.now(), who, what, Arrays.asList(details));
        ring[(int) (lines++ % KEPT)] = line;
        if (tellsAll) {
            story.add(line);
        }
    }

    /// What would crowd out all else, and is kept only where everything is.
    void addDetail(String who, String what, Object... details) {
        if (tellsAll) {
            add(who, what, details);
        }
    }

    /// The last lines, the oldest first.
    String tail() {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, lines - KEPT); i < lines; i++) {
            text.append(ring[(int) (i % KEPT)].render()).append('\n');
        }
        return text.toString();
    }

    /// Every line since [#tellAll].
    List<String> all() {
        return story.stream().map(Line::render).toList();
    }

    /// Every line since this was last asked for, but those about `leftOut`.
    List<String> takeAll(Set<String> leftOut) {
        List<String> lines = story.stream()
                .filter(line -> !leftOut.contains(line.what()))
                .map(Line::render)
                .toList();
        story.clear();
        return lines;
    }
}
