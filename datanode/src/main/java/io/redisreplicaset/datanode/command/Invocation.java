package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.keyspace.StringValue;
import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of one command: its request, its reply, the database it works on, and what it has to tell about its effects.
///
/// What is propagated: nothing if the command changed nothing; the request as it came if it changed something; what
/// [#propagateInstead] was given, in that order, if it was called; and nothing after [#propagateNothing].
public final class Invocation {
    /// What is shown in the place of a password.
    public static final String REDACTED = "(redacted)";

    private final Node node;
    private final KeyLookup lookup;

    private Client client;
    private CommandSpec spec;
    private Request request;
    private RespWriter reply;
    private Database database;
    private long nowMillis;
    private long nowNanos;
    private boolean isInTransaction;

    private long dirty;
    private boolean isForced;
    private boolean isSuppressed;
    private final List<byte[][]> instead = new ArrayList<>();
    private final BitSet secrets = new BitSet();

    public Invocation(Node node, KeyLookup lookup, Client client, CommandSpec spec, RespWriter reply) {
        this.node = node;
        this.lookup = lookup;
        this.client = client;
        this.spec = spec;
        this.reply = reply;
        this.request = Request.of(new byte[0][]);
        this.database = node.keyspace().database(0);
    }

    /// Begins the next run; the object is used again for every command.
    public void begin(
            Client itsClient,
            CommandSpec itsSpec,
            Request itsRequest,
            RespWriter itsReply,
            long unixMillis,
            long monotonicNanos) {
        client = itsClient;
        spec = itsSpec;
        request = itsRequest;
        reply = itsReply;
        database = node.keyspace().database(itsClient.database());
        nowMillis = unixMillis;
        nowNanos = monotonicNanos;
        isInTransaction = false;
        dirty = 0;
        isForced = false;
        isSuppressed = false;
        if (!instead.isEmpty()) {
            instead.clear();
        }
        if (!secrets.isEmpty()) {
            secrets.clear();
        }
    }

    public Node node() {
        return node;
    }

    public Client client() {
        return client;
    }

    public CommandSpec spec() {
        return spec;
    }

    public Request request() {
        return request;
    }

    public RespWriter reply() {
        return reply;
    }

    public Database database() {
        return database;
    }

    /// SELECT: the rest of this run works on another database.
    public void database(Database other) {
        database = other;
    }

    /// Unix time in milliseconds, the same for the whole run.
    public long nowMillis() {
        return nowMillis;
    }

    /// The monotonic clock when the run began.
    public long nowNanos() {
        return nowNanos;
    }

    /// EXEC runs this: it may not block.
    public boolean isInTransaction() {
        return isInTransaction;
    }

    public void inTransaction() {
        isInTransaction = true;
    }

    public int count() {
        return request.count();
    }

    public byte[] bytes(int index) {
        return request.bytes(index);
    }

    public String text(int index) {
        return request.text(index);
    }

    public boolean is(int index, String lowerCaseWord) {
        return request.is(index, lowerCaseWord);
    }

    /// @throws ErrorReply not a whole number
    public long whole(int index) {
        if (!request.isLong(index)) {
            throw ErrorReply.notAnInteger();
        }
        return request.asLong(index);
    }

    /// @throws ErrorReply not a whole number between the two, with `complaint` as its text
    public long whole(int index, long min, long max, String complaint) {
        if (!request.isLong(index) || request.asLong(index) < min || request.asLong(index) > max) {
            throw new ErrorReply(complaint);
        }
        return request.asLong(index);
    }

    /// Milliseconds to wait, 0 for no end.
    ///
    /// @throws ErrorReply not a whole number, or below 0
    public long timeoutMillis(int index) {
        if (!request.isLong(index)) {
            throw new ErrorReply("ERR timeout is not an integer or out of range");
        }
        long millis = request.asLong(index);
        if (millis < 0) {
            throw new ErrorReply("ERR timeout is negative");
        }
        if (millis > Long.MAX_VALUE - nowMillis) {
            throw new ErrorReply("ERR timeout is out of range");
        }
        return millis;
    }

    /// The living entry of a key, for reading. Counts a hit or a miss.
    public @Nullable Entry read(int keyIndex) {
        return lookup.read(this, request.buffer(), request.offset(keyIndex), request.length(keyIndex));
    }

    /// The living entry of a key, without counting.
    public @Nullable Entry peek(int keyIndex) {
        return lookup.peek(this, request.buffer(), request.offset(keyIndex), request.length(keyIndex));
    }

    /// The living entry of a key whose value is about to be changed.
    public @Nullable Entry write(int keyIndex) {
        return lookup.write(this, request.buffer(), request.offset(keyIndex), request.length(keyIndex));
    }

    /// The living entry of a key of any database, before something is put there.
    public @Nullable Entry writeIn(Database other, byte[] key) {
        Database before = database;
        database = other;
        try {
            return lookup.write(this, key, 0, key.length);
        } finally {
            database = before;
        }
    }

    /// The living entry of a key that nobody named, without counting.
    public @Nullable Entry peekKey(byte[] key) {
        return lookup.peek(this, key, 0, key.length);
    }

    /// Whether an entry that was met on a walk is still there for this client. One whose time is over is dealt with
    /// as if its key had been named: a master deletes it.
    public boolean isLiving(Entry entry) {
        return !entry.isExpired(nowMillis) || lookup.peek(this, entry.key(), 0, entry.key().length) != null;
    }

    /// The string behind an entry; null where there is no entry.
    ///
    /// @throws ErrorReply the value is of another type
    public static @Nullable StringValue string(@Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        // One type so far; with the next one this becomes a choice.
        return switch (entry.value()) {
            case StringValue string -> string;
        };
    }

    /// Gives a key a value, takes its expiry time away, and tells who watches it.
    public Entry set(int keyIndex, StoredValue value) {
        Entry entry = put(keyIndex, value);
        database.persist(entry);
        return entry;
    }

    /// Gives a key a value and leaves its expiry time.
    public Entry put(int keyIndex, StoredValue value) {
        int sizeBefore = database.size();
        Entry entry = database.put(request.buffer(), request.offset(keyIndex), request.length(keyIndex), value);
        if (database.size() > sizeBefore) {
            event(KeyspaceEvents.NEW_KEY, "new", keyIndex);
        }
        touched(keyIndex);
        return entry;
    }

    /// A key's value was changed: transactions that watch it fail.
    public void touched(int keyIndex) {
        node.watches().touched(database, request.buffer(), request.offset(keyIndex), request.length(keyIndex));
    }

    public void touched(byte[] key) {
        node.watches().touched(database, key, 0, key.length);
    }

    /// Publishes what happened to a key, for those who asked by `notify-keyspace-events`.
    public void event(int type, String event, int keyIndex) {
        if (node.events().isWanted(type)) {
            node.events().happened(type, event, request.bytes(keyIndex), database.index());
        }
    }

    /// An argument is a password: nobody is shown it.
    public void secret(int index) {
        secrets.set(index);
    }

    public boolean isSecret(int index) {
        return secrets.get(index);
    }

    /// Counts a change: the data is not what it was.
    public void changed() {
        dirty++;
    }

    public void changed(long count) {
        dirty += count;
    }

    public long dirty() {
        return dirty;
    }

    /// Propagates this instead of the request.
    public void propagateInstead(byte[]... arguments) {
        instead.add(arguments);
    }

    /// Propagates the request though it changed no key, as PUBLISH does.
    public void propagateAnyway() {
        isForced = true;
    }

    public void propagateNothing() {
        isSuppressed = true;
    }

    public boolean isForced() {
        return isForced;
    }

    public boolean isSuppressed() {
        return isSuppressed;
    }

    public List<byte[][]> insteadOfRequest() {
        return instead;
    }
}
