package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.resp.RespWriter;
import org.jspecify.annotations.Nullable;

/// One connected client, and what the protocol remembers about it. Owned by the engine's thread.
public final class Client {
    /// What a connection is used for.
    public enum Kind {
        NORMAL,
        /// Another node that replicates from this one.
        REPLICA,
        /// The link to the node that this one replicates from; its requests are the stream.
        UPSTREAM
    }

    /// What CLIENT REPLY asked for.
    public enum ReplyMode {
        ON,
        OFF,
        SKIP_NEXT,
        SKIPPING
    }

    private final long id;
    private final Connection connection;
    private final long createdMillis;

    private Kind kind = Kind.NORMAL;
    private String name = "";
    private String libraryName = "";
    private String libraryVersion = "";
    private int database;
    private int protocol = 2;
    private boolean isAuthenticated;
    private ReplyMode replyMode = ReplyMode.ON;
    private @Nullable Transaction transaction;
    private final WatchedKeys watched = new WatchedKeys();
    private final Subscriptions subscriptions = new Subscriptions();
    private @Nullable Parking parking;
    private boolean isClosing;
    private boolean isMonitor;
    private boolean isStatusWatcher;
    private boolean isControl;
    private long lastInteractionMillis;
    private @Nullable CommandSpec lastCommand;
    private long lastWriteOffset;
    private long heldBytes;

    /// Where deliveries go while this client's own request runs, so that they keep their place among its replies.
    private @Nullable RespWriter running;

    private Outlet outlet = (client, bytes, offset, length) -> client.connection.send(bytes, offset, length);

    /// Where deliveries go while no request of the client runs.
    @FunctionalInterface
    public interface Outlet {
        void deliver(Client client, byte[] bytes, int offset, int length);
    }

    public Client(long id, Connection connection, long nowMillis) {
        this.id = id;
        this.connection = connection;
        this.createdMillis = nowMillis;
        this.lastInteractionMillis = nowMillis;
    }

    public long id() {
        return id;
    }

    public Connection connection() {
        return connection;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public Kind kind() {
        return kind;
    }

    public void kind(Kind value) {
        kind = value;
    }

    public boolean isUpstream() {
        return kind == Kind.UPSTREAM;
    }

    public boolean isReplica() {
        return kind == Kind.REPLICA;
    }

    public String name() {
        return name;
    }

    public void name(String value) {
        name = value;
    }

    public String libraryName() {
        return libraryName;
    }

    public void libraryName(String value) {
        libraryName = value;
    }

    public String libraryVersion() {
        return libraryVersion;
    }

    public void libraryVersion(String value) {
        libraryVersion = value;
    }

    public int database() {
        return database;
    }

    public void database(int index) {
        database = index;
    }

    /// 2 or 3.
    public int protocol() {
        return protocol;
    }

    public void protocol(int version) {
        protocol = version;
    }

    public boolean isAuthenticated() {
        return isAuthenticated;
    }

    public void authenticated(boolean value) {
        isAuthenticated = value;
    }

    public ReplyMode replyMode() {
        return replyMode;
    }

    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /// The open MULTI; null outside of one.
    public @Nullable Transaction transaction() {
        return transaction;
    }

    public void transaction(@Nullable Transaction value) {
        transaction = value;
    }

    public WatchedKeys watched() {
        return watched;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /// RESP2 clients with a subscription may only send a handful of commands.
    public boolean isInSubscribedMode() {
        return protocol == 2 && subscriptions.count() > 0;
    }

    public @Nullable Parking parking() {
        return parking;
    }

    public boolean isParked() {
        return parking != null;
    }

    public void park(Parking why) {
        parking = why;
    }

    public void unpark() {
        parking = null;
    }

    /// No request of it is run any more; it goes when its replies have left.
    public boolean isClosing() {
        return isClosing;
    }

    public void closeAfterReply() {
        isClosing = true;
    }

    public boolean isMonitor() {
        return isMonitor;
    }

    public void monitor(boolean value) {
        isMonitor = value;
    }

    /// Sent REPLICASET WATCH.
    public boolean isStatusWatcher() {
        return isStatusWatcher;
    }

    public void statusWatcher(boolean value) {
        isStatusWatcher = value;
    }

    /// Has sent REPLICASET: a coordinator or a peer, whose connection outlives a change of roles.
    public boolean isControl() {
        return isControl;
    }

    public void control() {
        isControl = true;
    }

    public long lastInteractionMillis() {
        return lastInteractionMillis;
    }

    public void interacted(long nowMillis) {
        lastInteractionMillis = nowMillis;
    }

    public @Nullable CommandSpec lastCommand() {
        return lastCommand;
    }

    public void lastCommand(CommandSpec spec) {
        lastCommand = spec;
    }

    /// Replication offset behind this client's last write: what WAIT waits for.
    public long lastWriteOffset() {
        return lastWriteOffset;
    }

    public void lastWriteOffset(long offset) {
        lastWriteOffset = offset;
    }

    /// Bytes of replies that are kept back until a quorum has acked.
    public long heldBytes() {
        return heldBytes;
    }

    public void addHeldBytes(long bytes) {
        heldBytes += bytes;
    }

    /// Deliveries go to `writer` until [#stopped].
    public void running(RespWriter writer) {
        running = writer;
    }

    public void stopped() {
        running = null;
    }

    /// Deliveries go through `wanted` from now on, instead of straight to the connection.
    public void deliversThrough(Outlet wanted) {
        outlet = wanted;
    }

    /// Queues bytes that nobody asked for just now: a message, a push.
    public void deliver(byte[] bytes, int offset, int length) {
        RespWriter writer = running;
        if (writer != null) {
            writer.raw(bytes, offset, length);
        } else {
            outlet.deliver(this, bytes, offset, length);
        }
    }
}
