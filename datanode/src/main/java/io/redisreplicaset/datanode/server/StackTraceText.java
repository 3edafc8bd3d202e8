package io.redisreplicaset.datanode.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// A stack trace for the log.
final class StackTraceText {
    private StackTraceText() {}

    static List<String> lines(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString().lines().toList();
    }
}
