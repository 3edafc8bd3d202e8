package io.redisreplicaset.datanode.command.connection;

import static io.redisreplicaset.datanode.command.CommandFlag.ALLOW_BUSY;
import static io.redisreplicaset.datanode.command.CommandFlag.FAST;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.NO_AUTH;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.Release;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// AUTH, HELLO, SELECT, PING and the like.
public final class ConnectionCommands {
    private static final int MAX_PASSWORD_BYTES = 512;

    private ConnectionCommands() {}

    public static void register(CommandTable table) {
        table.add(connection("ping", -1, "1.0.0", "Says PONG, or the argument.")
                .flags(FAST)
                .runs(ConnectionCommands::ping));
        table.add(connection("echo", 2, "1.0.0", "Says the argument.")
                .flags(FAST, LOADING, STALE)
                .runs(in -> in.reply().bulk(in.bytes(1))));
        table.add(connection("select", 2, "1.0.0", "Chooses the database.")
                .flags(FAST, LOADING, STALE)
                .runs(ConnectionCommands::select));
        table.add(connection("auth", -2, "1.0.0", "Gives the password.")
                .flags(FAST, LOADING, STALE, NOSCRIPT, NO_AUTH, ALLOW_BUSY)
                .runs(ConnectionCommands::auth));
        table.add(connection("hello", -1, "6.0.0", "Chooses the protocol, and tells about the server.")
                .flags(FAST, LOADING, STALE, NOSCRIPT, NO_AUTH, ALLOW_BUSY)
                .runs(ConnectionCommands::hello));
        table.add(connection("quit", -1, "1.0.0", "Closes the connection.")
                .flags(FAST, LOADING, STALE, NOSCRIPT, NO_AUTH, ALLOW_BUSY)
                .runs(in -> {
                    in.reply().ok();
                    in.client().closeAfterReply();
                }));
        table.add(connection("reset", 1, "6.2.0", "Makes the connection like new.")
                .flags(FAST, LOADING, STALE, NOSCRIPT, NO_AUTH, ALLOW_BUSY)
                .runs(ConnectionCommands::reset));
        ClientCommands.register(table);
    }

    static CommandSpec.Builder connection(String name, int arity, String since, String summary) {
        return named(name, arity).docs("connection", since, summary);
    }

    private static void ping(Invocation in) {
        if (in.count() > 2) {
            throw ErrorReply.wrongArity("ping");
        }
        RespWriter reply = in.reply();
        if (in.client().isInSubscribedMode()) {
            reply.array(2);
            reply.bulk("pong");
            reply.bulk(in.count() == 2 ? in.bytes(1) : new byte[0]);
        } else if (in.count() == 2) {
            reply.bulk(in.bytes(1));
        } else {
            reply.simple("PONG");
        }
    }

    private static void select(Invocation in) {
        long index = in.whole(1);
        if (index != (int) index) {
            throw new ErrorReply(
                    "ERR value is out of range, value must between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
        }
        if (index < 0 || index >= in.node().keyspace().databaseCount()) {
            throw new ErrorReply("ERR DB index is out of range");
        }
        in.client().database((int) index);
        in.database(in.node().keyspace().database((int) index));
        in.reply().ok();
    }

    private static void auth(Invocation in) {
        if (in.count() > 3) {
            throw ErrorReply.syntax();
        }
        for (int i = 1; i < in.count(); i++) {
            in.secret(i);
        }
        String required = in.node().settings().get(Directives.REQUIRE_PASS);
        if (in.count() == 2 && required.isEmpty()) {
            throw new ErrorReply("ERR AUTH <password> called without any password configured for the default user."
                    + " Are you sure your configuration is correct?");
        }
        String user = in.count() == 3 ? in.text(1) : "default";
        authenticate(in, user, in.bytes(in.count() - 1));
        in.reply().ok();
    }

    private static void authenticate(Invocation in, String user, byte[] password) {
        String required = in.node().settings().get(Directives.REQUIRE_PASS);
        boolean isRight = user.equals("default") && (required.isEmpty() || isSame(required, password));
        if (!isRight) {
            throw new ErrorReply("WRONGPASS invalid username-password pair or user is disabled.");
        }
        in.client().authenticated(true);
    }

    /// Takes as long for a wrong password as for the right one.
    private static boolean isSame(String required, byte[] given) {
        return given.length <= MAX_PASSWORD_BYTES
                && MessageDigest.isEqual(required.getBytes(StandardCharsets.UTF_8), given);
    }

    private static void hello(Invocation in) {
        int protocol = in.client().protocol();
        int next = 1;
        if (in.count() > 1) {
            if (!in.request().isLong(1)) {
                throw new ErrorReply("ERR Protocol version is not an integer or out of range");
            }
            long wanted = in.request().asLong(1);
            if (wanted != 2 && wanted != 3) {
                throw new ErrorReply("NOPROTO unsupported protocol version");
            }
            protocol = (int) wanted;
            next = 2;
        }
        String name = null;
        for (; next < in.count(); next++) {
            if (in.is(next, "auth") && next + 2 < in.count()) {
                in.secret(next + 1);
                in.secret(next + 2);
                authenticate(in, in.text(next + 1), in.bytes(next + 2));
                next += 2;
            } else if (in.is(next, "setname") && next + 1 < in.count()) {
                name = ClientCommands.checkedName(in.text(++next), "Client names");
            } else {
                throw new ErrorReply("ERR Syntax error in HELLO option '" + in.text(next) + "'");
            }
        }
        if (!in.client().isAuthenticated()) {
            throw new ErrorReply(
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
                            + " <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time");
        }
        if (name != null) {
            in.client().name(name);
        }
        in.client().protocol(protocol);
        replyHello(in, protocol);
    }

    private static void replyHello(Invocation in, int protocol) {
        RespWriter reply = in.reply();
        reply.protocol(protocol);
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(Release.REDIS_COMPATIBLE);
        reply.bulk("proto");
        reply.integer(protocol);
        reply.bulk("id");
        reply.integer(in.client().id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk(in.node().replication().isReplica() ? "replica" : "master");
        reply.bulk("modules");
        reply.array(0);
    }

    private static void reset(Invocation in) {
        Client client = in.client();
        client.transaction(null);
        in.node().watches().unwatchAll(client);
        in.node().pubSub().unsubscribeAll(client);
        client.monitor(false);
        client.database(0);
        client.protocol(2);
        client.name("");
        client.replyMode(Client.ReplyMode.ON);
        client.authenticated(in.node().settings().get(Directives.REQUIRE_PASS).isEmpty());
        in.reply().protocol(2);
        in.reply().simple("RESET");
    }
}
