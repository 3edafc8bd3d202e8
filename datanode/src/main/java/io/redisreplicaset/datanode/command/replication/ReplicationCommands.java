package io.redisreplicaset.datanode.command.replication;

import static io.redisreplicaset.datanode.command.CommandFlag.ADMIN;
import static io.redisreplicaset.datanode.command.CommandFlag.ALLOW_BUSY;
import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.NO_ASYNC_LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NO_MULTI;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.Parking;
import io.redisreplicaset.datanode.command.ReplicationControl;

/// REPLICAOF, PSYNC, REPLCONF, ROLE, WAIT, and REPLICASET for nodes of a set.
public final class ReplicationCommands {
    /// Longer than any process lives, and still a number of nanoseconds.
    private static final long LONGEST_WAIT_MILLIS = 4_000_000_000_000L;

    private ReplicationCommands() {}

    public static void register(CommandTable table) {
        table.add(replication("replicaof", 3, "5.0.0", "Follows another server, or NO ONE.")
                .flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
                .runs(ReplicationCommands::replicaOf));
        table.add(replication("slaveof", 3, "1.0.0", "The old name of REPLICAOF.")
                .flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
                .runs(ReplicationCommands::replicaOf));
        table.add(replication("psync", -3, "2.8.0", "Between servers: resumes or begins replication.")
                .flags(ADMIN, NOSCRIPT, NO_MULTI, NO_ASYNC_LOADING)
                .runs(in -> in.node().replication().sync(in)));
        table.add(replication("sync", 1, "1.0.0", "Between servers: begins replication.")
                .flags(ADMIN, NOSCRIPT, NO_MULTI, NO_ASYNC_LOADING)
                .runs(in -> in.node().replication().sync(in)));
        table.add(replication("replconf", -1, "3.0.0", "Between servers: tells about the replica.")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE, ALLOW_BUSY)
                .runs(in -> in.node().replication().replconf(in)));
        table.add(replication("role", 1, "2.8.12", "Master or replica, and of whom.")
                .flags(NOSCRIPT, LOADING, STALE, FAST)
                .runs(in -> in.node().replication().role(in.reply())));
        table.add(named("wait", 3)
                .docs("generic", "3.0.0", "Waits until replicas have what this client wrote.")
                .flags(NOSCRIPT)
                .runs(ReplicationCommands::await));
        table.add(replication("replicaset", -2, "7.0.0", "Between the operator and the nodes of a set.")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
                .runs(in -> in.node().membership().run(in)));
    }

    private static CommandSpec.Builder replication(String name, int arity, String since, String summary) {
        return named(name, arity).docs("server", since, summary);
    }

    private static void replicaOf(Invocation in) {
        if (in.node().membership().isMember()) {
            throw new ErrorReply(
                    "ERR This node belongs to a set: its coordinator chooses the master with REPLICASET PROMOTE"
                            + " and REPLICASET FOLLOW");
        }
        if (in.client().isReplica()) {
            throw new ErrorReply("ERR Command is not valid when client is a replica.");
        }
        if (in.is(1, "no") && in.is(2, "one")) {
            in.node().replication().promote();
            in.reply().ok();
            return;
        }
        int port = (int) in.whole(2, 0, 65535, "ERR Invalid master port");
        boolean isKnown = in.node().replication().follow(in.text(1), port);
        if (isKnown) {
            in.reply().simple("OK Already connected to specified master");
        } else {
            in.reply().ok();
        }
    }

    private static void await(Invocation in) {
        ReplicationControl replication = in.node().replication();
        if (replication.isReplica()) {
            throw new ErrorReply(
                    "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica"
                            + " is configured to be writable (which is not the default) writes to replicas are just local and are not propagated.");
        }
        long wanted = in.whole(1);
        long timeoutMillis = Math.min(in.timeoutMillis(2), LONGEST_WAIT_MILLIS);
        long offset = in.client().lastWriteOffset();
        int reached = replication.replicasAt(offset);
        if (reached >= wanted || in.client().transaction() != null || in.isInTransaction()) {
            in.reply().integer(reached);
            return;
        }
        long deadline = timeoutMillis == 0 ? Long.MAX_VALUE : in.nowNanos() + timeoutMillis * 1_000_000;
        in.client().park(new Parking.ForAcks(offset, (int) Math.min(wanted, Integer.MAX_VALUE), deadline));
        replication.requestAcks();
    }
}
