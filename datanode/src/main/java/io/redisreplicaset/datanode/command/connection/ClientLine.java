package io.redisreplicaset.datanode.command.connection;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.Transaction;

/// One client as a line of CLIENT LIST.
final class ClientLine {
    private ClientLine() {}

    static String of(Client client, long nowMillis) {
        Transaction transaction = client.transaction();
        CommandSpec last = client.lastCommand();
        return "id=" + client.id()
                + " addr=" + client.connection().remoteAddress()
                + " laddr=" + client.connection().localAddress()
                + " fd=" + client.connection().descriptor()
                + " name=" + client.name()
                + " age=" + Math.max(0, nowMillis - client.createdMillis()) / 1000
                + " idle=" + Math.max(0, nowMillis - client.lastInteractionMillis()) / 1000
                + " flags=" + flags(client)
                + " db=" + client.database()
                + " sub=" + client.subscriptions().channels().size()
                + " psub=" + client.subscriptions().patterns().size()
                + " ssub=0"
                + " multi=" + (transaction == null ? -1 : transaction.commands().size())
                + " qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0"
                + " omem=" + (client.connection().pendingBytes() + client.heldBytes())
                + " tot-mem=" + (client.connection().pendingBytes() + client.heldBytes())
                + " events=r"
                + " cmd=" + (last == null ? "NULL" : last.name())
                + " user=" + (client.isAuthenticated() ? "default" : "(none)")
                + " redir=-1"
                + " resp=" + client.protocol()
                + " lib-name=" + client.libraryName()
                + " lib-ver=" + client.libraryVersion();
    }

    private static String flags(Client client) {
        StringBuilder flags = new StringBuilder();
        if (client.isReplica()) {
            flags.append(client.isMonitor() ? 'O' : 'S');
        }
        if (client.isMonitor() && !client.isReplica()) {
            flags.append('O');
        }
        if (client.isUpstream()) {
            flags.append('M');
        }
        if (client.subscriptions().count() > 0) {
            flags.append('P');
        }
        if (client.transaction() != null) {
            flags.append('x');
        }
        if (client.isParked()) {
            flags.append('b');
        }
        if (client.watched().isTouched()) {
            flags.append('d');
        }
        if (client.isClosing()) {
            flags.append('c');
        }
        return flags.isEmpty() ? "N" : flags.toString();
    }
}
