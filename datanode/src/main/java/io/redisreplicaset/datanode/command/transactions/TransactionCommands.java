package io.redisreplicaset.datanode.command.transactions;

import static io.redisreplicaset.datanode.command.CommandFlag.ALLOW_BUSY;
import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.SKIP_SLOWLOG;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.Transaction;
import io.redisreplicaset.datanode.command.WatchTable;

/// Transactions: queue with MULTI, run with EXEC, and do neither if a watched key changed.
public final class TransactionCommands {
    private TransactionCommands() {}

    public static void register(CommandTable table) {
        table.add(transaction("multi", 1, "1.2.0", "Begins a transaction.")
                .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                .runs(TransactionCommands::multi));
        table.add(transaction("exec", 1, "1.2.0", "Runs the queued commands.")
                .flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG)
                .runs(TransactionCommands::exec));
        table.add(transaction("discard", 1, "2.0.0", "Forgets the queued commands.")
                .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                .runs(TransactionCommands::discard));
        table.add(transaction("watch", -2, "2.2.0", "Lets the next transaction fail if a key changes.")
                .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                .keys(1, -1, 1)
                .runs(TransactionCommands::watch));
        table.add(transaction("unwatch", 1, "2.2.0", "Forgets the watched keys.")
                .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                .runs(in -> {
                    in.node().watches().unwatchAll(in.client());
                    in.reply().ok();
                }));
    }

    private static CommandSpec.Builder transaction(String name, int arity, String since, String summary) {
        return named(name, arity).docs("transactions", since, summary);
    }

    private static void multi(Invocation in) {
        if (in.client().transaction() != null) {
            throw new ErrorReply("ERR MULTI calls can not be nested");
        }
        in.client()
                .transaction(new Transaction(in.client().isUpstream() ? Integer.MAX_VALUE : Transaction.MAX_COMMANDS));
        in.reply().ok();
    }

    private static void exec(Invocation in) {
        Client client = in.client();
        Transaction transaction = client.transaction();
        if (transaction == null) {
            throw new ErrorReply("ERR EXEC without MULTI");
        }
        boolean isStale = client.watched().isTouched()
                || WatchTable.hasExpired(client, in.node().keyspace()::database, in.nowMillis());
        client.transaction(null);
        in.node().watches().unwatchAll(client);
        if (transaction.isBroken()) {
            throw new ErrorReply("EXECABORT Transaction discarded because of previous errors.");
        }
        if (isStale) {
            in.reply().nilArray();
            return;
        }
        in.reply().array(transaction.commands().size());
        in.node().control().runTransaction(in, transaction);
    }

    private static void discard(Invocation in) {
        if (in.client().transaction() == null) {
            throw new ErrorReply("ERR DISCARD without MULTI");
        }
        in.client().transaction(null);
        in.node().watches().unwatchAll(in.client());
        in.reply().ok();
    }

    private static void watch(Invocation in) {
        if (in.client().transaction() != null) {
            throw new ErrorReply("ERR WATCH inside MULTI is not allowed");
        }
        // A key that changed already decides the outcome; more need not be watched.
        if (!in.client().watched().isTouched()) {
            for (int i = 1; i < in.count(); i++) {
                in.node().watches().watch(in.client(), in.database(), in.bytes(i), in.nowMillis());
            }
        }
        in.reply().ok();
    }
}
