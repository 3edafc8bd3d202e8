package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.datanode.replication.SnapshotFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The link of a replica to its upstream: what to say next, what to believe, when to give up and when to try again.
///
/// Events go in, actions come out; it reads no clock and touches no socket. `nowNanos` is the process's monotonic
/// time. The states are drawn in `package-info`. Owned by one thread.
public final class UpstreamLink {
    /// How often a connected replica acks of itself, and a busy one gives a sign of life.
    public static final long ACK_PERIOD_NANOS = 1_000_000_000L;

    /// The first retry of a connection that can't be had comes after this, each next one after twice as long.
    static final long FIRST_RETRY_NANOS = 100_000_000L;

    static final long LONGEST_RETRY_NANOS = 1_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    private LinkState state = LinkState.NONE;
    private String host = "";
    private int port;
    private Introduction introduction = new Introduction("", "", 0, "", List.of());
    private PsyncRequest wanted = new PsyncRequest.Everything();
    private boolean upstreamIsMember;

    /// The upstream knows no PSYNC: it can't be acked to, and has no history to go on from.
    private boolean isOldProtocol;

    private Optional<ReplicationId> promisedId = Optional.empty();
    private long promisedOffset = -1;
    private @Nullable LinkEvent lostWhileLoading;

    private long lastHeardNanos;
    private long lastSaidNanos;
    private long retryAtNanos;
    private long retryDelayNanos = FIRST_RETRY_NANOS;
    private long upUntilNanos = NEVER;
    private long followedSinceNanos;

    private final List<LinkAction> actions = new ArrayList<>();

    public LinkState state() {
        return state;
    }

    /// Whom it follows; empty for nobody.
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public boolean isConnected() {
        return state == LinkState.CONNECTED;
    }

    /// Whether the upstream introduced itself as one of this node's set.
    public boolean upstreamIsMember() {
        return upstreamIsMember;
    }

    public boolean isOldProtocol() {
        return isOldProtocol;
    }

    /// When the upstream last sent anything.
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    /// Nanoseconds since the link was up; -1 where it is, or never was.
    public long downNanos(long nowNanos) {
        return isConnected() || upUntilNanos == NEVER ? -1 : nowNanos - upUntilNanos;
    }

    /// Nanoseconds without a link, counted from the order to follow where it never was up; -1 where it is up.
    public long waitingNanos(long nowNanos) {
        return isConnected() ? -1 : nowNanos - (upUntilNanos == NEVER ? followedSinceNanos : upUntilNanos);
    }

    /// When [LinkEvent.Tick] has something to do that must not wait for the next round of the clock.
    public long retryAtNanos() {
        return state == LinkState.CONNECT ? retryAtNanos : Long.MAX_VALUE;
    }

    /// Bytes came from the upstream.
    public void heard(long nowNanos) {
        lastHeardNanos = nowNanos;
    }

    /// An ack was sent, for whatever reason; the next one that is due by the clock counts from here.
    public void acked(long nowNanos) {
        lastSaidNanos = nowNanos;
    }

    /// Takes what happened, and says what is to be done.
    public List<LinkAction> next(LinkEvent event, long nowNanos) {
        actions.clear();
        switch (event) {
            case LinkEvent.Follow(String newHost, int newPort) -> follow(newHost, newPort, nowNanos);
            case LinkEvent.Unfollow() -> unfollow();
            case LinkEvent.Opened opened -> opened(opened, nowNanos);
            case LinkEvent.NotOpened(String why) -> notOpened(why, nowNanos);
            case LinkEvent.Line(String text) -> line(text, nowNanos);
            case LinkEvent.Judged(boolean mayBeFollowed) -> judged(mayBeFollowed, nowNanos);
            case LinkEvent.SnapshotArrived() -> snapshotArrived(nowNanos);
            case LinkEvent.SnapshotInPlace() -> snapshotInPlace(nowNanos);
            case LinkEvent.Broken(String why) -> giveUp(why, nowNanos);
            case LinkEvent.Closed closed -> closed(closed, nowNanos);
            case LinkEvent.Tick(long silenceNanos) -> tick(silenceNanos, nowNanos);
        }
        return List.copyOf(actions);
    }

    private void follow(String newHost, int newPort, long nowNanos) {
        leave();
        host = newHost;
        port = newPort;
        upUntilNanos = NEVER;
        followedSinceNanos = nowNanos;
        retryDelayNanos = FIRST_RETRY_NANOS;
        log("Connecting to MASTER " + host + ":" + port);
        open(nowNanos);
    }

    private void unfollow() {
        leave();
        host = "";
        port = 0;
        upUntilNanos = NEVER;
    }

    /// Drops whatever there is of a link.
    private void leave() {
        if (state.hasConnection() && lostWhileLoading == null) {
            actions.add(new LinkAction.Close());
        }
        if (state == LinkState.RECEIVING_SNAPSHOT || state == LinkState.LOADING_SNAPSHOT) {
            actions.add(new LinkAction.DropSnapshot());
        }
        if (isConnected()) {
            upUntilNanos = lastHeardNanos;
        }
        lostWhileLoading = null;
        upstreamIsMember = false;
        isOldProtocol = false;
        state = LinkState.NONE;
    }

    private void open(long nowNanos) {
        state = LinkState.CONNECTING;
        lastHeardNanos = nowNanos;
        actions.add(new LinkAction.Open(host, port));
    }

    private void opened(LinkEvent.Opened opened, long nowNanos) {
        if (state != LinkState.CONNECTING) {
            return;
        }
        introduction = opened.introduction();
        wanted = opened.wanted();
        lastHeardNanos = nowNanos;
        state = LinkState.AWAITING_PONG;
        actions.add(new LinkAction.Send(List.of(LinkCommand.of("PING"))));
    }

    private void notOpened(String why, long nowNanos) {
        if (state == LinkState.CONNECTING) {
            warn("Connecting to MASTER failed: " + why);
            retryLater(nowNanos);
        }
    }

    private void line(String text, long nowNanos) {
        lastHeardNanos = nowNanos;
        switch (state) {
            case AWAITING_PONG -> pong(text, nowNanos);
            case AWAITING_AUTH -> authAnswered(text, nowNanos);
            case AWAITING_PORT -> {
                noteRefusal("listening-port", text);
                state = introduction.announcedAddress().isEmpty()
                        ? LinkState.AWAITING_CAPABILITIES
                        : LinkState.AWAITING_ADDRESS;
            }
            case AWAITING_ADDRESS -> {
                noteRefusal("ip-address", text);
                state = LinkState.AWAITING_CAPABILITIES;
            }
            case AWAITING_CAPABILITIES -> {
                noteRefusal("capa", text);
                if (introduction.isMember()) {
                    state = LinkState.AWAITING_SET;
                } else {
                    askForStream();
                }
            }
            case AWAITING_SET -> setAnswered(text, nowNanos);
            case AWAITING_VERDICT -> verdict(text, nowNanos);
            case AWAITING_SNAPSHOT -> snapshotAnnounced(text, nowNanos);
            case NONE, CONNECT, CONNECTING, AWAITING_JUDGEMENT, RECEIVING_SNAPSHOT, LOADING_SNAPSHOT, CONNECTED ->
                giveUp("a line that nobody asked for: '" + text + "'", nowNanos);
        }
    }

    private void pong(String text, long nowNanos) {
        // An upstream that wants a password first is as alive as one that says PONG.
        boolean isAlive = text.startsWith("+")
                || text.startsWith("-NOAUTH")
                || text.startsWith("-NOPERM")
                || text.startsWith("-ERR operation not permitted");
        if (!isAlive) {
            giveUp("MASTER answered PING with '" + text + "'", nowNanos);
            return;
        }
        actions.add(new LinkAction.Send(introduction.commands()));
        state = introduction.needsAuth() ? LinkState.AWAITING_AUTH : LinkState.AWAITING_PORT;
    }

    private void authAnswered(String text, long nowNanos) {
        if (text.startsWith("-")) {
            giveUp("Unable to AUTH to MASTER: " + text, nowNanos);
        } else {
            state = LinkState.AWAITING_PORT;
        }
    }

    private void noteRefusal(String option, String text) {
        if (text.startsWith("-")) {
            log("MASTER does not know REPLCONF " + option + ", replication goes on without it: " + text);
        }
    }

    private void setAnswered(String text, long nowNanos) {
        String[] words = text.split(" ", -1);
        if (words[0].equals("+REPLICASET") && words.length == 3 && isWholeNumber(words[1])) {
            state = LinkState.AWAITING_JUDGEMENT;
            actions.add(new LinkAction.Judge(Long.parseLong(words[1]), words[2]));
        } else if (text.startsWith("-ERR ")) {
            // A server of no set does not know the option; it is still one to copy from.
            askForStream();
        } else {
            giveUp("MASTER refuses this member of the set: " + text, nowNanos);
        }
    }

    private static boolean isWholeNumber(String word) {
        try {
            return Long.parseLong(word) >= 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private void judged(boolean mayBeFollowed, long nowNanos) {
        if (state != LinkState.AWAITING_JUDGEMENT) {
            return;
        }
        if (mayBeFollowed) {
            upstreamIsMember = true;
            askForStream();
        } else {
            giveUp("MASTER lives in an earlier epoch than this node", nowNanos);
        }
    }

    private void askForStream() {
        state = LinkState.AWAITING_VERDICT;
        LinkCommand request = switch (wanted) {
            case PsyncRequest.Continue(ReplicationId id, long from) -> {
                log("Asking MASTER to go on with history " + id + " from offset " + from);
                yield LinkCommand.of("PSYNC", id.hex(), Long.toString(from));
            }
            case PsyncRequest.Everything() -> {
                log("Asking MASTER for a full sync: there is no history here to go on from");
                yield LinkCommand.of("PSYNC", "?", "-1");
            }
        };
        actions.add(new LinkAction.Send(List.of(request)));
    }

    private void verdict(String text, long nowNanos) {
        if (text.isEmpty()) {
            return;
        }
        switch (PsyncReply.parse(text)) {
            case PsyncReply.FullResync(ReplicationId id, long offset) -> {
                promisedId = Optional.of(id);
                promisedOffset = offset;
                log("Full resync from MASTER: history " + id + " at offset " + offset);
                state = LinkState.AWAITING_SNAPSHOT;
            }
            case PsyncReply.Continue(Optional<ReplicationId> id) -> continued(id, text, nowNanos);
            case PsyncReply.NotNow() -> giveUp("MASTER can't serve a sync now: " + text, nowNanos);
            case PsyncReply.Malformed(String form) ->
                giveUp("expected '" + form + "' from MASTER, got '" + text + "'", nowNanos);
            case PsyncReply.Refused() -> giveUp("MASTER refused to sync: " + text, nowNanos);
            case PsyncReply.Unknown() -> fallBack(text, nowNanos);
        }
    }

    private void fallBack(String text, long nowNanos) {
        if (introduction.isMember()) {
            // A member has promises to keep about its data, and can't give them up to a protocol without history.
            giveUp("MASTER refused to sync: " + text, nowNanos);
            return;
        }
        warn("MASTER answered PSYNC with '" + text + "', falling back to SYNC");
        isOldProtocol = true;
        promisedId = Optional.empty();
        promisedOffset = -1;
        state = LinkState.AWAITING_SNAPSHOT;
        actions.add(new LinkAction.SendOldSync());
    }

    private void continued(Optional<ReplicationId> id, String text, long nowNanos) {
        if (!(wanted instanceof PsyncRequest.Continue(ReplicationId asked, long _))) {
            giveUp("MASTER goes on with a history that was not asked for: " + text, nowNanos);
            return;
        }
        log("Successful partial resynchronization with master.");
        isUp(nowNanos);
        actions.add(new LinkAction.Resume(id.filter(found -> !found.equals(asked))));
    }

    private void isUp(long nowNanos) {
        state = LinkState.CONNECTED;
        retryDelayNanos = FIRST_RETRY_NANOS;
        lastHeardNanos = nowNanos;
        lastSaidNanos = nowNanos;
    }

    private void snapshotAnnounced(String text, long nowNanos) {
        if (text.isEmpty()) {
            return;
        }
        if (text.startsWith("-")) {
            giveUp("MASTER gave the sync up: " + text.substring(1), nowNanos);
            return;
        }
        Optional<SnapshotFraming> framing = SnapshotFraming.parse(text);
        if (framing.isEmpty()) {
            giveUp(
                    "expected '$<length>' or '$EOF:<mark>' from MASTER, got '" + text + "'; is it a Redis server?",
                    nowNanos);
            return;
        }
        state = LinkState.RECEIVING_SNAPSHOT;
        lastSaidNanos = nowNanos;
        actions.add(new LinkAction.Receive(framing.get(), promisedId, promisedOffset));
    }

    private void snapshotArrived(long nowNanos) {
        if (state == LinkState.RECEIVING_SNAPSHOT) {
            state = LinkState.LOADING_SNAPSHOT;
            lastHeardNanos = nowNanos;
            actions.add(new LinkAction.Load());
        }
    }

    private void snapshotInPlace(long nowNanos) {
        if (state != LinkState.LOADING_SNAPSHOT) {
            return;
        }
        log("MASTER <-> REPLICA sync: Finished with success");
        LinkEvent lost = lostWhileLoading;
        if (lost != null) {
            // The link went while nobody read from it; what was loaded is good to go on from.
            lostWhileLoading = null;
            connectionLost(nowNanos);
            return;
        }
        isUp(nowNanos);
        if (!isOldProtocol) {
            // The upstream holds the stream back until it hears that the snapshot was taken.
            actions.add(new LinkAction.Ack());
        }
    }

    private void closed(LinkEvent closed, long nowNanos) {
        switch (state) {
            case NONE, CONNECT -> {}
            case LOADING_SNAPSHOT -> lostWhileLoading = closed;
            case CONNECTED -> {
                upUntilNanos = nowNanos;
                connectionLost(nowNanos);
            }
            case RECEIVING_SNAPSHOT -> {
                warn("Connection with MASTER lost in the middle of a transfer");
                actions.add(new LinkAction.DropSnapshot());
                retryLater(nowNanos);
            }
            case CONNECTING,
                    AWAITING_PONG,
                    AWAITING_AUTH,
                    AWAITING_PORT,
                    AWAITING_ADDRESS,
                    AWAITING_CAPABILITIES,
                    AWAITING_SET,
                    AWAITING_JUDGEMENT,
                    AWAITING_VERDICT,
                    AWAITING_SNAPSHOT -> {
                warn("Connection with MASTER lost in the middle of: " + state.roleWord());
                retryLater(nowNanos);
            }
        }
    }

    /// A good link was lost: most likely it can be had again at once.
    private void connectionLost(long nowNanos) {
        upstreamIsMember = false;
        isOldProtocol = false;
        warn("Connection with master lost.");
        log("Reconnecting to MASTER " + host + ":" + port);
        open(nowNanos);
    }

    private void giveUp(String why, long nowNanos) {
        if (!state.hasConnection()) {
            return;
        }
        warn(why);
        boolean wasUp = isConnected();
        leave();
        if (wasUp) {
            upUntilNanos = nowNanos;
        }
        retryLater(nowNanos);
    }

    private void retryLater(long nowNanos) {
        upstreamIsMember = false;
        isOldProtocol = false;
        state = LinkState.CONNECT;
        retryAtNanos = nowNanos + retryDelayNanos;
        retryDelayNanos = Math.min(LONGEST_RETRY_NANOS, retryDelayNanos * 2);
    }

    private void tick(long silenceNanos, long nowNanos) {
        if (state == LinkState.CONNECT && nowNanos - retryAtNanos >= 0) {
            log("Connecting to MASTER " + host + ":" + port);
            open(nowNanos);
            return;
        }
        boolean isSilent = nowNanos - lastHeardNanos > silenceNanos;
        if (isSilent && (state == LinkState.CONNECTING || state.isHandshake())) {
            giveUp("Timeout connecting to the MASTER...", nowNanos);
        } else if (isSilent && (state == LinkState.AWAITING_SNAPSHOT || state == LinkState.RECEIVING_SNAPSHOT)) {
            giveUp("Timeout receiving the snapshot from MASTER: nothing came for longer than repl-timeout", nowNanos);
        } else if (isSilent && isConnected()) {
            warn("MASTER timeout: nothing came for longer than repl-timeout");
            actions.add(new LinkAction.Close());
            upUntilNanos = nowNanos;
            connectionLost(nowNanos);
        } else if (nowNanos - lastSaidNanos >= ACK_PERIOD_NANOS) {
            speak(nowNanos);
        }
    }

    private void speak(long nowNanos) {
        if (isConnected() && !isOldProtocol) {
            lastSaidNanos = nowNanos;
            actions.add(new LinkAction.Ack());
        } else if ((state == LinkState.RECEIVING_SNAPSHOT || state == LinkState.LOADING_SNAPSHOT)
                && lostWhileLoading == null) {
            lastSaidNanos = nowNanos;
            actions.add(new LinkAction.SendSignOfLife());
        }
    }

    private void log(String line) {
        actions.add(new LinkAction.Log(false, line));
    }

    private void warn(String line) {
        actions.add(new LinkAction.Log(true, line));
    }
}
