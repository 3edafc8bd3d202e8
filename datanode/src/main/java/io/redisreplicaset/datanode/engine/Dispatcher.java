package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandFlag;
import io.redisreplicaset.datanode.command.CommandHandler;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.Node;
import io.redisreplicaset.datanode.command.Parking;
import io.redisreplicaset.datanode.command.Transaction;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// From a request to its reply: which command it is, whether it may run now, and the run itself.
///
/// The order of the checks is Redis's, since clients tell situations apart by which error they get.
final class Dispatcher {
    private static final int MAX_ECHOED_BYTES = 128;

    private final Node node;
    private final CommandTable commands;
    private final Admission admission;
    private final Propagation propagation;
    private final PauseGate pause;
    private final Monitors monitors;
    private final Clock clock;
    private final Invocation invocation;
    private final Invocation nested;

    /// The burst that is being run has read or written keys.
    private boolean touchedData;

    private long nowMillis;
    private long lastNanos;

    Dispatcher(
            Node node,
            Expiry expiry,
            Admission admission,
            Propagation propagation,
            PauseGate pause,
            Monitors monitors,
            Clock clock,
            Client nobody) {
        this.node = node;
        this.commands = node.commands();
        this.admission = admission;
        this.propagation = propagation;
        this.pause = pause;
        this.monitors = monitors;
        this.clock = clock;
        CommandSpec placeholder = CommandSpec.named("none", 1).container();
        this.invocation = new Invocation(node, expiry, nobody, placeholder, new RespWriter(16));
        this.nested = new Invocation(node, expiry, nobody, placeholder, new RespWriter(16));
    }

    /// Begins a burst: the requests of one client that are there at once share one reading of the clocks.
    void beginBurst() {
        touchedData = false;
        nowMillis = clock.unixMillis();
        lastNanos = clock.nanos();
    }

    boolean touchedData() {
        return touchedData;
    }

    long nowMillis() {
        return nowMillis;
    }

    long burstNanos() {
        return lastNanos;
    }

    /// Runs one request, or queues or refuses it.
    void run(Client client, Request request, RespWriter reply) {
        if (request.count() == 0) {
            return;
        }
        int replyMark = reply.length();
        CommandSpec spec = null;
        try {
            spec = find(client, request);
            admission.admit(client, spec);
            if (pause.holds(spec, client.transaction(), nowMillis) && isHeldInPause(client, spec)) {
                client.park(new Parking.ForPause(request.detach()));
                return;
            }
            if (admission.isParked(client, spec, lastNanos)) {
                client.park(new Parking.ForPause(request.detach()));
                return;
            }
            if (client.transaction() != null && !isTransactionCommand(spec)) {
                queue(client, client.transaction(), spec, request, reply);
            } else {
                call(client, spec, request, reply, invocation, false);
                propagation.commit(spec.has(CommandFlag.TOUCHES_ARBITRARY_KEYS));
                client.lastWriteOffset(
                        invocation.dirty() > 0 ? node.replication().offset() : client.lastWriteOffset());
            }
        } catch (ErrorReply refused) {
            refuse(client, spec, refused, reply, replyMark);
        }
        quieten(client, reply, replyMark);
    }

    private static boolean isHeldInPause(Client client, CommandSpec spec) {
        return !client.isReplica() && !client.isUpstream() && !spec.has(CommandFlag.NO_AUTH) && !isControl(spec);
    }

    /// What steers the node must get through a pause.
    private static boolean isControl(CommandSpec spec) {
        return spec.name().equals("replicaset") || spec.name().startsWith("client|");
    }

    private static boolean isTransactionCommand(CommandSpec spec) {
        return switch (spec.name()) {
            case "exec", "discard", "multi", "watch", "quit", "reset" -> true;
            default -> false;
        };
    }

    private void queue(Client client, Transaction transaction, CommandSpec spec, Request request, RespWriter reply) {
        if (spec.has(CommandFlag.NO_MULTI)) {
            throw new ErrorReply("ERR Command not allowed inside a transaction");
        }
        client.lastCommand(spec);
        transaction.queue(spec, request);
        reply.simple("QUEUED");
    }

    private CommandSpec find(Client client, Request request) {
        CommandSpec spec = commands.find(request);
        if (spec == null) {
            if (request.is(0, "post") || request.is(0, "host:")) {
                turnAwayBrowser(client);
            }
            throw unknownCommand(request);
        }
        if (!spec.subcommands().isEmpty() && request.count() > 1) {
            CommandSpec sub = spec.subcommand(request.text(1));
            if (sub == null) {
                throw ErrorReply.unknownSubcommand(
                        shortened(request.text(1)), spec.name().toUpperCase(Locale.ROOT));
            }
            spec = sub;
        }
        if (!spec.takes(request.count())) {
            throw ErrorReply.wrongArity(spec.name());
        }
        return spec;
    }

    /// A browser was made to send commands in the body of an HTTP request. Nothing of it may be run.
    private void turnAwayBrowser(Client client) {
        node.control()
                .log("An HTTP request was sent to this port by "
                        + client.connection().remoteAddress()
                        + ": somebody may be trying to send commands by way of a browser. The connection is closed");
        client.closeAfterReply();
        client.connection().close();
    }

    private static ErrorReply unknownCommand(Request request) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.count() && arguments.length() < MAX_ECHOED_BYTES; i++) {
            arguments.append('\'').append(shortened(request.text(i))).append("' ");
        }
        return new ErrorReply(
                "ERR unknown command '" + shortened(request.text(0)) + "', with args beginning with: " + arguments);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_ECHOED_BYTES ? text : text.substring(0, MAX_ECHOED_BYTES);
    }

    private void call(
            Client client, CommandSpec spec, Request request, RespWriter reply, Invocation in, boolean inTransaction) {
        client.lastCommand(spec);
        if (spec.has(CommandFlag.READONLY) || spec.has(CommandFlag.WRITE) || spec.has(CommandFlag.MAY_REPLICATE)) {
            touchedData = true;
        }
        monitors.show(client, spec, request, nowMillis);
        CommandHandler handler = spec.handler();
        if (handler == null) {
            throw ErrorReply.wrongArity(spec.name());
        }
        in.begin(client, spec, request, reply, nowMillis, lastNanos);
        if (inTransaction) {
            in.inTransaction();
        }
        node.stats().commandsProcessed++;
        int replyMark = reply.length();
        try {
            handler.run(in);
        } catch (ErrorReply failed) {
            // What the command met before it failed, such as an expired key, has happened all the same.
            spec.stats().failed();
            node.stats().errorReplies++;
            reply.truncate(replyMark);
            reply.error(failed.text());
        }
        finish(client, spec, request, in);
    }

    private void finish(Client client, CommandSpec spec, Request request, Invocation in) {
        node.stats().dirty += in.dirty();
        if (!client.isUpstream()) {
            propagation.gather(in);
        }
        long now = clock.nanos();
        long took = now - lastNanos;
        lastNanos = now;
        spec.stats().called(took);
        long slowMicros = node.settings().whole(Directives.SLOWLOG_SLOWER_THAN_MICROS);
        if (slowMicros >= 0 && took >= slowMicros * 1000 && !spec.has(CommandFlag.SKIP_SLOWLOG)) {
            node.slowLog()
                    .add(
                            request,
                            client,
                            nowMillis / 1000,
                            took / 1000,
                            node.settings().whole(Directives.SLOWLOG_MAX_LENGTH));
        }
    }

    /// EXEC: runs what was queued, each with a reply of its own.
    void runTransaction(Invocation exec, Transaction transaction) {
        Client client = exec.client();
        long dirty = 0;
        for (Transaction.Queued queued : transaction.commands()) {
            int mark = exec.reply().length();
            call(client, queued.spec(), queued.request(), exec.reply(), nested, true);
            if (exec.reply().length() == mark) {
                // Every command of a transaction answers something; one that has nothing to say would shift all others.
                throw new IllegalStateException(queued.spec().name() + " gave no reply inside EXEC");
            }
            dirty += nested.dirty();
        }
        exec.changed(dirty);
        // The commands have spoken for themselves.
        exec.propagateNothing();
        node.stats().dirty -= dirty;
    }

    private void refuse(
            Client client, @Nullable CommandSpec spec, ErrorReply refused, RespWriter reply, int replyMark) {
        reply.truncate(replyMark);
        reply.error(refused.text());
        node.stats().errorReplies++;
        if (spec != null) {
            spec.stats().rejected();
        }
        Transaction transaction = client.transaction();
        if (transaction != null) {
            transaction.breakIt();
        }
    }

    /// CLIENT REPLY OFF and SKIP.
    private static void quieten(Client client, RespWriter reply, int replyMark) {
        switch (client.replyMode()) {
            case ON -> {}
            case OFF -> reply.truncate(replyMark);
            case SKIP_NEXT -> {
                reply.truncate(replyMark);
                client.replyMode(Client.ReplyMode.SKIPPING);
            }
            case SKIPPING -> {
                reply.truncate(replyMark);
                client.replyMode(Client.ReplyMode.ON);
            }
        }
    }
}
