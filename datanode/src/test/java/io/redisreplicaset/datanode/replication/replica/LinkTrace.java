package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.ArrayList;
import java.util.List;

/// Runs a script of events through a link and writes down what it did: the golden files under `replication/link`.
///
/// A line of a script is `> <event>`, with time as `+<millis>` before the event where it passes. Answers are
/// indented.
final class LinkTrace {
    static final String ID_A = "a".repeat(40);
    static final String ID_B = "b".repeat(40);

    private static final long SILENCE_NANOS = 60_000_000_000L;

    private final UpstreamLink link = new UpstreamLink();
    private final List<String> trace = new ArrayList<>();
    private long nowNanos;

    /// The trace of the script that the lines beginning with `>` make up; all others are left out.
    static List<String> of(List<String> lines) {
        LinkTrace run = new LinkTrace();
        for (String line : lines) {
            if (line.startsWith("#") || line.isBlank()) {
                run.trace.add(line);
            } else if (line.startsWith("> ")) {
                run.step(line);
            }
        }
        return run.trace;
    }

    private void step(String line) {
        trace.add(line);
        String event = line.substring(2);
        if (event.startsWith("+")) {
            int blank = event.indexOf(' ');
            nowNanos += Long.parseLong(event.substring(1, blank)) * 1_000_000;
            event = event.substring(blank + 1);
        }
        LinkState before = link.state();
        for (LinkAction action : link.next(parse(event), nowNanos)) {
            trace.add("    " + render(action));
        }
        if (link.state() != before) {
            trace.add("  = " + link.state());
        }
    }

    private static LinkEvent parse(String text) {
        String[] words = text.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "follow" -> new LinkEvent.Follow(rest.split(":", 2)[0], Integer.parseInt(rest.split(":", 2)[1]));
            case "unfollow" -> new LinkEvent.Unfollow();
            case "opened" -> opened(rest);
            case "not-opened" -> new LinkEvent.NotOpened(rest);
            case "line" -> new LinkEvent.Line(rest.replace("<A>", ID_A).replace("<B>", ID_B));
            case "judged" -> new LinkEvent.Judged(rest.equals("yes"));
            case "arrived" -> new LinkEvent.SnapshotArrived();
            case "in-place" -> new LinkEvent.SnapshotInPlace();
            case "broken" -> new LinkEvent.Broken(rest);
            case "closed" -> new LinkEvent.Closed();
            case "tick" -> new LinkEvent.Tick(SILENCE_NANOS);
            default -> throw new IllegalArgumentException("no such event: " + text);
        };
    }

    /// `opened [user=u] [password=p] [address=a] [member] [from=<n>]`.
    private static LinkEvent opened(String rest) {
        String user = "";
        String password = "";
        String address = "";
        List<String> member = List.of();
        PsyncRequest wanted = new PsyncRequest.Everything();
        for (String word : rest.split(" ", -1)) {
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.split("=", 2)[0]) {
                case "user" -> user = value;
                case "password" -> password = value;
                case "address" -> address = value;
                case "member" -> member = List.of("set-1", "7", ID_B, "7", "1", "data", "set-1");
                case "from" -> wanted = new PsyncRequest.Continue(new ReplicationId(ID_A), Long.parseLong(value));
                case "" -> {}
                default -> throw new IllegalArgumentException("no such word: " + word);
            }
        }
        return new LinkEvent.Opened(new Introduction(user, password, 7001, address, member), wanted);
    }

    private static String render(LinkAction action) {
        String text = switch (action) {
            case LinkAction.Open(String host, int port) -> "open " + host + ":" + port;
            case LinkAction.Close() -> "close";
            case LinkAction.Send(List<LinkCommand> commands) ->
                "send "
                        + String.join(
                                " | ", commands.stream().map(Object::toString).toList());
            case LinkAction.SendOldSync() -> "send SYNC, the old way";
            case LinkAction.SendSignOfLife() -> "send a sign of life";
            case LinkAction.Ack() -> "ack";
            case LinkAction.Judge(long epoch, String nodeId) -> "judge epoch " + epoch + " of " + nodeId;
            case LinkAction.Resume(var id) ->
                id.map(other -> "resume, under " + other.hex()).orElse("resume");
            case LinkAction.Receive(var framing, var id, long offset) ->
                "receive " + framing.header() + ", to stand at " + offset + " of "
                        + id.map(ReplicationId::hex).orElse("no history");
            case LinkAction.Load() -> "load";
            case LinkAction.DropSnapshot() -> "drop the snapshot";
            case LinkAction.Log(boolean isWarning, String line) -> (isWarning ? "warn: " : "log: ") + line;
        };
        return text.replace(ID_A, "<A>").replace(ID_B, "<B>");
    }
}
