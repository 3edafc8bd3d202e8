package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.nio.charset.StandardCharsets;

/// A replica's connection carries the stream and nothing else: a reply in it would be taken for a part of the
/// history.
final class ReplicaStrayReply {
    private static final int MAX_SHOWN_BYTES = 512;

    private ReplicaStrayReply() {}

    /// Closes the connection of a replica that has sent something which is answered.
    static void drop(EngineCore core, Client replica, RespWriter reply) {
        CommandSpec command = replica.lastCommand();
        String name = command == null ? "unknown" : command.name();
        int shown = Math.min(reply.length(), MAX_SHOWN_BYTES);
        String text = new String(reply.buffer(), 0, shown, StandardCharsets.UTF_8).strip();
        if (text.startsWith("-")) {
            core.log()
                    .warning("== CRITICAL == This master is sending an error to its replica: '" + text.substring(1)
                            + "' after processing the command '" + name + "'");
        }
        core.log()
                .warning("Replica generated a reply to command '" + name + "', disconnecting it: "
                        + text.replace("\r\n", " "));
        replica.connection().close();
    }
}
