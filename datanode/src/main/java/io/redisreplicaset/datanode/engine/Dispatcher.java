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
import io.redisreplicaset.datanode.resp.RespOverflowException;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// From a request to its reply: which command it is, whether it may run now, and the run itself.
///
/// The order of the checks is Redis's, since clients tell situations apart by which error they get.
final class Dispatcher {
    private static final int MAX_ECHOED_BYTES = 128;

    private final Node node;
    private final CommandTable commands;
    private final Expiry expiry;
    private final Admission admission;
    private final Propagation propagation;
    private final PauseGate pause;
    private final Monitors monitors;
    private final Clock clock;
    private final Invocation invocation;
    private final Invocation nested;
    private final RespWriter muted = new RespWriter(512);

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
        this.expiry = expiry;
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
        boolean isMuted = client.replyMode() != Client.ReplyMode.ON;
        RespWriter spoken = isMuted ? mute(client) : reply;
        int replyMark = spoken.length();
        CommandSpec spec = null;
        try {
            spec = find(client, request);
            if (!spec.takes(request.count())) {
                throw ErrorReply.wrongArity(spec.name());
            }
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
                queue(client, client.transaction(), spec, request, spoken);
            } else {
                call(client, spec, request, spoken, invocation, false);
                if (propagation.commit(spec.has(CommandFlag.TOUCHES_ARBITRARY_KEYS))) {
                    client.lastWriteOffset(node.replication().offset());
                }
            }
        } catch (ErrorReply refused) {
            refuse(client, spec, refused, spoken, replyMark);
        }
        if (!isMuted && client.replyMode() != Client.ReplyMode.ON) {
            // It was asked for in this very request, perhaps in the middle of a transaction.
            reply.truncate(replyMark);
        }
        if (!client.isParked() && (client.replyMode() != Client.ReplyMode.ON || isMuted)) {
            settleReplyMode(client, reply, isMuted);
        }
    }

    /// Answers a command that was parked in the middle.
    void answer(Client client, RespWriter reply, Consumer<RespWriter> answer) {
        boolean isMuted = client.replyMode() != Client.ReplyMode.ON;
        answer.accept(isMuted ? mute(client) : reply);
        if (isMuted) {
            settleReplyMode(client, reply, true);
        }
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
                        shortened(request.text(1), MAX_ECHOED_BYTES),
                        spec.name().toUpperCase(Locale.ROOT));
            }
            spec = sub;
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
            String shown = shortened(request.text(i), MAX_ECHOED_BYTES - arguments.length());
            arguments.append('\'').append(shown).append("' ");
        }
        return new ErrorReply("ERR unknown command '" + shortened(request.text(0), MAX_ECHOED_BYTES)
                + "', with args beginning with: " + arguments);
    }

    /// At most so many characters, and none behind a NUL: as C prints text.
    private static String shortened(String text, int most) {
        int nul = text.indexOf(0);
        int end = Math.min(nul < 0 ? text.length() : nul, most);
        return text.substring(0, end);
    }

    private void call(
            Client client, CommandSpec spec, Request request, RespWriter reply, Invocation in, boolean inTransaction) {
        client.lastCommand(spec);
        if (spec.has(CommandFlag.READONLY) || spec.has(CommandFlag.WRITE) || spec.has(CommandFlag.MAY_REPLICATE)) {
            touchedData = true;
        }
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
            node.stats().failedWith(failed.text());
            reply.truncate(replyMark);
            reply.error(failed.text());
        } catch (RespOverflowException tooLarge) {
            spec.stats().failed();
            String error = "ERR the reply is too large to be sent";
            node.stats().failedWith(error);
            reply.truncate(replyMark);
            reply.error(error);
        }
        finish(client, spec, request, in);
    }

    private void finish(Client client, CommandSpec spec, Request request, Invocation in) {
        node.stats().dirty += in.dirty();
        monitors.show(in, request);
        if (!client.isUpstream()) {
            propagation.gather(in);
            if (in.dirty() > 0 && node.replication().isReplica()) {
                expiry.writtenHere(in);
            }
        }
        long now = clock.nanos();
        long took = now - lastNanos;
        lastNanos = now;
        spec.stats().called(took);
        long slowMicros = node.settings().whole(Directives.SLOWLOG_SLOWER_THAN_MICROS);
        if (slowMicros >= 0 && took / 1000 >= slowMicros && !spec.has(CommandFlag.SKIP_SLOWLOG)) {
            node.slowLog()
                    .add(
                            in,
                            request,
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
            if (changesRole(queued.spec())) {
                // What was changed so far belongs to the history before.
                propagation.commit(false);
            }
            int mark = exec.reply().length();
            call(client, queued.spec(), queued.request(), exec.reply(), nested, true);
            if (exec.reply().length() == mark && !exec.reply().equals(muted)) {
                // CLIENT REPLY and REPLCONF may have nothing to say, which would shift the replies behind them.
                exec.reply().nil();
            }
            dirty += nested.dirty();
        }
        exec.changed(dirty);
        // The commands have spoken for themselves.
        exec.propagateNothing();
        node.stats().dirty -= dirty;
    }

    private static boolean changesRole(CommandSpec spec) {
        return spec.name().equals("replicaof") || spec.name().equals("slaveof");
    }

    private void refuse(
            Client client, @Nullable CommandSpec spec, ErrorReply refused, RespWriter reply, int replyMark) {
        reply.truncate(replyMark);
        node.stats().failedWith(refused.text());
        if (spec != null) {
            spec.stats().rejected();
        }
        if (spec != null && spec.name().equals("exec")) {
            client.transaction(null);
            node.watches().unwatchAll(client);
            reply.error("EXECABORT Transaction discarded because of: " + withoutCode(refused.text()));
            return;
        }
        reply.error(refused.text());
        Transaction transaction = client.transaction();
        if (transaction != null) {
            transaction.breakIt();
        }
    }

    /// The text of an error without `ERR`; another code stays.
    private static String withoutCode(String error) {
        return error.startsWith("ERR ") ? error.substring(4) : error;
    }

    /// CLIENT REPLY OFF and SKIP: what a command answers goes nowhere. What is pushed to the client meanwhile, the
    /// confirmations of its subscriptions among it, takes another way and arrives.
    private RespWriter mute(Client client) {
        muted.clear();
        muted.protocol(client.protocol());
        return muted;
    }

    private void settleReplyMode(Client client, RespWriter reply, boolean wasMuted) {
        switch (client.replyMode()) {
            // CLIENT REPLY ON is the first that is answered again.
            case ON -> reply.raw(muted.buffer(), 0, wasMuted ? muted.length() : 0);
            case OFF -> {}
            case SKIP_NEXT -> client.replyMode(Client.ReplyMode.SKIPPING);
            case SKIPPING -> client.replyMode(Client.ReplyMode.ON);
        }
    }
}
