package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.admin.AdminCommands;
import io.redisreplicaset.datanode.command.connection.ConnectionCommands;
import io.redisreplicaset.datanode.command.keys.KeyCommands;
import io.redisreplicaset.datanode.command.pubsub.PubSubCommands;
import io.redisreplicaset.datanode.command.replication.ReplicationCommands;
import io.redisreplicaset.datanode.command.strings.StringCommands;
import io.redisreplicaset.datanode.command.transactions.TransactionCommands;
import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.ConfigText;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.config.SettingsBuilder;
import io.redisreplicaset.datanode.replication.ReplicationStream;
import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RequestParser;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/// A whole engine with every command, in memory: no socket, no file, and time that a test moves.
///
/// Its history is kept from the beginning, as if a replica were attached.
public final class EngineUnderTest {
    public final VirtualClock clock = new VirtualClock();
    public final FakeSurroundings surroundings;
    public final List<String> logged = new ArrayList<>();
    public final EngineCore core;
    public final ConfigChanges config;
    public final Engine engine;
    private final CommandTable commands = everyCommand();
    private final ReplicationStream.Cursor cursor;
    private final List<ClientUnderTest> clients = new ArrayList<>();
    private int nextPort = 40_001;

    /// @param configuration lines of a `redis.conf`
    public EngineUnderTest(String... configuration) {
        this(new Random(1), configuration);
    }

    EngineUnderTest(RandomGenerator random, String... configuration) {
        core = new EngineCore(
                settings(configuration),
                clock,
                (level, line) -> logged.add(line),
                random,
                new UnpooledByteBufAllocator(false, true));
        surroundings = new FakeSurroundings(core);
        config = new ConfigChanges(core, Optional.of(surroundings.file));
        engine = new Engine(
                core,
                commands,
                new Engine.Parts(
                        surroundings.replication,
                        surroundings.snapshots,
                        config,
                        surroundings.membership,
                        surroundings.process,
                        surroundings.circumstances,
                        List.of(surroundings.part),
                        List.of()),
                new Client(0, new FakeConnection("?:0"), clock.unixMillis()));
        core.propagation().closedWhile(() -> surroundings.isReplica);
        core.stream().keep();
        cursor = core.stream().cursorAt(1);
    }

    private static Settings settings(String... lines) {
        SettingsBuilder builder = new SettingsBuilder();
        try {
            for (ConfigText.Line line : ConfigText.parse("test", List.of(lines))) {
                builder.add(line);
            }
        } catch (ConfigException refused) {
            throw new IllegalArgumentException(refused);
        }
        return builder.settings();
    }

    /// Every command that a node has.
    public static CommandTable everyCommand() {
        CommandTable table = new CommandTable();
        AdminCommands.register(table);
        ConnectionCommands.register(table);
        KeyCommands.register(table);
        PubSubCommands.register(table);
        ReplicationCommands.register(table);
        StringCommands.register(table);
        TransactionCommands.register(table);
        return table;
    }

    public CommandTable commands() {
        return commands;
    }

    /// Connects a client.
    public ClientUnderTest client() {
        ClientUnderTest client = new ClientUnderTest(this, new FakeConnection("10.0.0.1:" + nextPort++));
        if (!client.isRefused()) {
            clients.add(client);
        }
        return client;
    }

    /// Runs a command of the history, as it would come from an upstream.
    public void fromUpstream(String... words) {
        Client upstream = new Client(99, new FakeConnection("10.9.9.9:6379"), clock.unixMillis());
        upstream.kind(Client.Kind.UPSTREAM);
        fromUpstream(upstream, words);
    }

    void fromUpstream(Client upstream, String... words) {
        engine.beginUpstreamBurst();
        engine.runFromUpstream(upstream, Request.of(words), new RespWriter());
    }

    /// One round of the event loop in which nothing arrived.
    public void turn() {
        engine.endOfTurn();
        noticeClosed();
    }

    /// A connection that was closed is noticed behind what closed it, as in the event loop.
    void noticeClosed() {
        for (ClientUnderTest client : List.copyOf(clients)) {
            if (client.isGone()) {
                clients.remove(client);
                client.disconnect();
            }
        }
    }

    /// Time passes, and the event loop has its rounds.
    public void pass(long millis) {
        clock.advanceMillis(millis);
        turn();
    }

    /// What was appended to the history since the last look: a line for each command.
    public List<String> history() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf block = cursor.next(); block != null; block = cursor.next()) {
            byte[] part = new byte[block.readableBytes()];
            block.readBytes(part);
            block.release();
            bytes.writeBytes(part);
        }
        return lines(bytes.toByteArray());
    }

    private static List<String> lines(byte[] stream) {
        RequestParser parser = new RequestParser();
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < stream.length && parser.parse(stream, at, stream.length)) {
            at += parser.consumed();
            List<String> words = new ArrayList<>();
            for (int i = 0; i < parser.request().count(); i++) {
                words.add(new String(parser.request().bytes(i), StandardCharsets.ISO_8859_1));
            }
            lines.add(String.join(" ", words));
        }
        if (at != stream.length) {
            throw new IllegalStateException("the history ends in half a command");
        }
        return lines;
    }

    /// The number of keys that are in a database, expired or not.
    public int stored(int database) {
        return core.keyspace().database(database).size();
    }
}
