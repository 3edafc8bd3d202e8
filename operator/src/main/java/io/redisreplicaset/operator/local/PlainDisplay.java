package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Reason.Severity;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.topology.Action;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// One line an event, and the set's row whenever it changed, as `kubectl get -w` does. For pipes, files and tests.
final class PlainDisplay implements Display {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintStream out;
    private final InstantSource clock;
    private String lastRow = "";
    private boolean hasHeader;

    PlainDisplay(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void greet(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    @Override
    public synchronized void event(Action.Emit event) {
        out.println(line(event, clock));
        out.flush();
    }

    static String line(Action.Emit event, InstantSource clock) {
        String severity = event.reason().severity() == Severity.NORMAL ? "Normal " : "Warning";
        String time =
                LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault()).format(TIME);
        return time + "  " + severity + "  " + event.reason().word() + "  " + event.message();
    }

    @Override
    public synchronized void show(RedisReplicaSet set, List<String> nodeLines) {
        // Ages differ at each look and are no change.
        String row = set.getStatus().readyReplicas() + " " + set.getStatus().master() + " "
                + set.getStatus().phase() + " " + set.getStatus().epoch() + " "
                + set.getSpec().replicas() + " "
                + set.getSpec().topology().type();
        if (row.equals(lastRow)) {
            return;
        }
        lastRow = row;
        List<String> lines = SetColumns.set(set, clock.instant());
        if (!hasHeader) {
            out.println(lines.getFirst());
            hasHeader = true;
        }
        out.println(lines.getLast());
        out.flush();
    }

    @Override
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
