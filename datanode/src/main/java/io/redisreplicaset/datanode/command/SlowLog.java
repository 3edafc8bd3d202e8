package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// The latest commands that took long, newest first.
public final class SlowLog {
    private static final int MAX_ARGUMENTS = 32;
    private static final int MAX_ARGUMENT_BYTES = 128;

    /// @param arguments shortened as Redis does
    public record SlowCommand(
            long id, long unixSeconds, long micros, List<byte[]> arguments, String clientAddress, String clientName) {}

    private final Deque<SlowCommand> records = new ArrayDeque<>();
    private long nextId;

    /// @param in the run that is over; its passwords are left out
    public void add(Invocation in, Request request, long unixSeconds, long micros, long maxLength) {
        if (maxLength == 0) {
            return;
        }
        records.addFirst(new SlowCommand(
                nextId++,
                unixSeconds,
                micros,
                shorten(in, request),
                in.client().connection().remoteAddress(),
                in.client().name()));
        trim(maxLength);
    }

    public void trim(long maxLength) {
        while (records.size() > maxLength) {
            records.removeLast();
        }
    }

    public List<SlowCommand> latest(int count) {
        return records.stream().limit(count).toList();
    }

    public int size() {
        return records.size();
    }

    public void clear() {
        records.clear();
    }

    private static List<byte[]> shorten(Invocation in, Request request) {
        int shown = Math.min(request.count(), MAX_ARGUMENTS);
        List<byte[]> arguments = new ArrayList<>(shown);
        for (int i = 0; i < shown; i++) {
            if (shown != request.count() && i == shown - 1) {
                arguments.add(ascii("... (" + (request.count() - shown + 1) + " more arguments)"));
            } else if (in.isSecret(i)) {
                arguments.add(ascii(Invocation.REDACTED));
            } else if (request.length(i) > MAX_ARGUMENT_BYTES) {
                byte[] start = Arrays.copyOf(request.bytes(i), MAX_ARGUMENT_BYTES);
                byte[] rest = ascii("... (" + (request.length(i) - MAX_ARGUMENT_BYTES) + " more bytes)");
                byte[] both = Arrays.copyOf(start, start.length + rest.length);
                System.arraycopy(rest, 0, both, start.length, rest.length);
                arguments.add(both);
            } else {
                arguments.add(request.bytes(i));
            }
        }
        return arguments;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
