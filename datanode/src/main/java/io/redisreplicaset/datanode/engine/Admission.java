package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandFlag;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Transaction;
import io.redisreplicaset.datanode.membership.WriteVerdict;

/// Whether a command may run: authentication first, then what kind of node this is at this moment.
final class Admission {
    private final Circumstances now;

    Admission(Circumstances circumstances) {
        this.now = circumstances;
    }

    /// @throws ErrorReply the command may not run
    void admit(Client client, CommandSpec spec) {
        if (client.isUpstream()) {
            requirePartOfHistory(spec);
            return;
        }
        if (!client.isAuthenticated() && !spec.has(CommandFlag.NO_AUTH) && now.needsPassword()) {
            throw new ErrorReply("NOAUTH Authentication required.");
        }
        boolean writes = isWrite(client, spec);
        // PING too: whoever looks after the node takes it for ill, which it is.
        if (now.failedToSave() && (writes || spec.name().equals("ping"))) {
            throw new ErrorReply(
                    "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk."
                            + " Commands that may modify the data set are disabled, because this instance is configured to report errors"
                            + " during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs"
                            + " for details about the RDB error.");
        }
        if (writes && !now.isReplica() && now.lacksGoodReplicas()) {
            throw new ErrorReply("NOREPLICAS Not enough good replicas to write.");
        }
        if (writes && now.isReplica() && now.replicaIsReadOnly()) {
            throw new ErrorReply("READONLY You can't write against a read only replica.");
        }
        if (client.isInSubscribedMode() && !isAllowedWhileSubscribed(spec)) {
            throw new ErrorReply("ERR Can't execute '" + spec.name()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET"
                    + " are allowed in this context");
        }
        if (now.hidesStaleData() && lacks(client, spec, CommandFlag.STALE)) {
            throw new ErrorReply("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");
        }
        if (now.isLoading() && lacks(client, spec, CommandFlag.LOADING)) {
            throw new ErrorReply("LOADING Redis is loading the dataset in memory");
        }
        if (client.isReplica() && isData(client, spec)) {
            throw new ErrorReply("ERR Replica can't interact with the keyspace");
        }
    }

    /// What an upstream sends is run without any of the checks, so it may be nothing but changes and what frames
    /// them: not a command that steers a node, or one that is answered later.
    private static void requirePartOfHistory(CommandSpec spec) {
        boolean isData =
                spec.has(CommandFlag.WRITE) || spec.has(CommandFlag.READONLY) || spec.has(CommandFlag.MAY_REPLICATE);
        boolean isFrame = switch (spec.name()) {
            case "select", "ping", "multi", "exec", "discard", "replconf" -> true;
            default -> false;
        };
        if (!isData && !isFrame) {
            throw new ErrorReply("ERR '" + spec.name() + "' can't be a part of the history");
        }
    }

    /// Whether the set wants the command to wait.
    ///
    /// @throws ErrorReply writes are closed
    boolean isParked(Client client, CommandSpec spec, long nowNanos) {
        DataGate gate = now.gate();
        if (nowNanos < gate.writesOpenUntilNanos() || client.kind() != Client.Kind.NORMAL) {
            return false;
        }
        if (!isWrite(client, spec) && !addsToHistory(client, spec)) {
            return gate.readsAreParked() && isRead(client, spec);
        }
        return switch (gate.verdict(nowNanos)) {
            case WriteVerdict.Execute() -> false;
            case WriteVerdict.Park() -> true;
            case WriteVerdict.Refuse(String error) -> throw new ErrorReply(error);
        };
    }

    /// Whether requests that wait for the set still have to.
    boolean parks(long nowNanos) {
        DataGate gate = now.gate();
        return nowNanos >= gate.writesOpenUntilNanos()
                && (gate.readsAreParked() || gate.verdict(nowNanos) instanceof WriteVerdict.Park);
    }

    private static boolean isWrite(Client client, CommandSpec spec) {
        return has(client, spec, CommandFlag.WRITE);
    }

    /// PUBLISH is no write, but where this node writes the history it would be in there.
    private boolean addsToHistory(Client client, CommandSpec spec) {
        return !now.isReplica() && has(client, spec, CommandFlag.MAY_REPLICATE);
    }

    /// Shows data.
    private static boolean isRead(Client client, CommandSpec spec) {
        return has(client, spec, CommandFlag.READONLY);
    }

    private static boolean isData(Client client, CommandSpec spec) {
        return has(client, spec, CommandFlag.WRITE)
                || has(client, spec, CommandFlag.READONLY)
                || has(client, spec, CommandFlag.MAY_REPLICATE);
    }

    /// EXEC is what its commands are.
    private static boolean has(Client client, CommandSpec spec, CommandFlag flag) {
        Transaction transaction = client.transaction();
        return spec.has(flag) || (transaction != null && spec.name().equals("exec") && transaction.has(flag));
    }

    private static boolean lacks(Client client, CommandSpec spec, CommandFlag flag) {
        Transaction transaction = client.transaction();
        return !spec.has(flag) || (transaction != null && spec.name().equals("exec") && transaction.lacks(flag));
    }

    private static boolean isAllowedWhileSubscribed(CommandSpec spec) {
        return switch (spec.name()) {
            case "subscribe", "unsubscribe", "psubscribe", "punsubscribe", "ping", "quit", "reset" -> true;
            default -> false;
        };
    }
}
