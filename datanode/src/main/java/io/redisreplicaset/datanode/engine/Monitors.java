package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.ClientRegistry;
import io.redisreplicaset.datanode.command.CommandFlag;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.resp.Request;
import java.nio.charset.StandardCharsets;

/// MONITOR: a line for each command, to those who asked.
final class Monitors {
    private final ClientRegistry clients;
    private int count;

    Monitors(ClientRegistry clients) {
        this.clients = clients;
    }

    /// Counts who listens, after a client came to or left the role.
    void recount() {
        count = (int) clients.all().stream().filter(Client::isMonitor).count();
    }

    /// Shows a command that has run, its passwords left out.
    void show(Invocation in, Request request) {
        CommandSpec spec = in.spec();
        if (count == 0 || spec.has(CommandFlag.ADMIN) || spec.has(CommandFlag.SKIP_MONITOR)) {
            return;
        }
        Client client = in.client();
        StringBuilder line = new StringBuilder("+")
                .append(in.nowMillis() / 1000)
                .append('.')
                .append(String.format("%06d", in.nowMillis() % 1000 * 1000))
                .append(" [")
                .append(client.database())
                .append(' ')
                .append(client.connection().remoteAddress())
                .append(']');
        for (int i = 0; i < request.count(); i++) {
            line.append(" \"");
            line.append(in.isSecret(i) ? Invocation.REDACTED : quoted(request, i));
            line.append('"');
        }
        byte[] bytes = line.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        for (Client listener : clients.all()) {
            if (listener.isMonitor()) {
                listener.deliver(bytes, 0, bytes.length);
            }
        }
    }

    private static String quoted(Request request, int index) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = request.buffer();
        int end = request.offset(index) + request.length(index);
        for (int at = request.offset(index); at < end; at++) {
            int b = buffer[at] & 0xFF;
            switch (b) {
                case '\\', '"' -> text.append('\\').append((char) b);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                default -> {
                    if (b >= ' ' && b < 127) {
                        text.append((char) b);
                    } else {
                        text.append(String.format("\\x%02x", b));
                    }
                }
            }
        }
        return text.toString();
    }
}
