package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.Keyspace;
import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.persistence.rdb.RdbFormatException;
import io.redisreplicaset.datanode.persistence.rdb.RdbReader;
import io.redisreplicaset.datanode.persistence.rdb.RdbVisitor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One snapshot on its way in, from a file or from a master: bytes are fed as they come, and keys appear in the
/// target.
///
/// ```
///   LOADING --end of the snapshot--> LOADED      the target holds it all; #rest is what was fed behind it
///      '------damaged, refused-----> FAILED      the target holds a part: throw it away
/// ```
/// Loading *aside* fills a keyspace that nobody sees yet; [#adopt] puts it in place of the data, whole, when all of
/// it is there. Loading in place fills the data itself, which its caller has emptied, and commands are answered
/// with LOADING meanwhile. Owned by the engine's thread.
public final class SnapshotLoad {
    /// Hears what happens while a snapshot is loaded.
    public interface Listener {
        /// The facts were read; keys follow.
        default void began(LoadedFacts facts) {}

        /// A key was left out because its time was over.
        default void expired(int database, byte[] key) {}
    }

    /// How the keys are taken.
    ///
    /// @param isAside fill a keyspace of its own; see [#adopt]
    /// @param dropsExpired leave keys out whose time is over, as a master must; a replica waits to be told
    /// @param replacesKeys a key that is there already gets the new value; else that is refused as damage
    /// @param expectedBytes size of the snapshot where it is known, else [#UNKNOWN_SIZE]
    public record Mode(boolean isAside, boolean dropsExpired, boolean replacesKeys, long expectedBytes) {
        public static final long UNKNOWN_SIZE = -1;
    }

    public enum State {
        LOADING,
        LOADED,
        FAILED
    }

    /// No key with its value is shorter: type, key's length, value's length.
    private static final int MIN_ENTRY_BYTES = 3;

    /// Keys that room is made for on the word of a snapshot of unknown size.
    private static final long MAX_TRUSTED_KEYS = 1 << 20;

    private static final int MAX_SHOWN_KEY_BYTES = 128;

    private final EngineCore core;
    private final Settings settings;
    private final Mode mode;
    private final Listener listener;
    private final Consumer<SnapshotLoad> onEnd;
    private Keyspace target;
    private final RdbReader reader;
    private final SnapshotAux aux = new SnapshotAux();
    private final long startedMillis;
    private final long nowMillis;
    private State state = State.LOADING;
    private @Nullable LoadedFacts facts;
    private @Nullable RdbFormatException failure;
    private Database database;
    private long keysLoaded;
    private long keysExpired;
    private long lastKeyNanos;
    private boolean isHungry = true;

    /// @param onEnd is told when it is over, well or not
    SnapshotLoad(EngineCore core, Mode mode, Listener listener, Consumer<SnapshotLoad> onEnd) {
        this.core = core;
        this.settings = core.settings();
        this.mode = mode;
        this.listener = listener;
        this.onEnd = onEnd;
        this.target = mode.isAside ? core.keyspace().blank() : core.keyspace();
        this.database = target.database(0);
        this.reader = new RdbReader(new Filler(), settings.isOn(Directives.RDB_CHECKSUM));
        this.startedMillis = core.clock().unixMillis();
        this.nowMillis = startedMillis;
        if (!mode.isAside) {
            core.loading(true);
        }
    }

    public State state() {
        return state;
    }

    public Mode mode() {
        return mode;
    }

    /// Whether [#feed] may be called.
    public boolean canTakeMore() {
        return isHungry;
    }

    /// Takes the next bytes, and loads what is whole in them. More than some 64 KiB at a time would keep other
    /// clients waiting.
    ///
    /// @return how it stands then
    public State feed(byte[] bytes, int offset, int length) {
        if (!isHungry) {
            throw new IllegalStateException("fed while it could not take more");
        }
        if (state == State.LOADING) {
            // Slowed down, it comes back to these bytes when the caller's array holds others.
            boolean isSlowed = settings.whole(Directives.KEY_LOAD_DELAY_MICROS) > 0;
            byte[] kept = isSlowed ? Arrays.copyOfRange(bytes, offset, offset + length) : bytes;
            reader.feed(kept, isSlowed ? 0 : offset, length);
            advance();
        }
        return state;
    }

    /// Goes on with bytes that were fed, after a pause that `key-load-delay` made.
    ///
    /// @return how it stands then
    public State turn() {
        if (state == State.LOADING && !isHungry) {
            advance();
        }
        return state;
    }

    /// Nanoseconds until [#turn] has something to do.
    public long wantsTurnWithinNanos(long nowNanos) {
        return state != State.LOADING || isHungry
                ? Long.MAX_VALUE
                : Math.max(0, lastKeyNanos + keyDelayNanos() - nowNanos);
    }

    /// No more bytes come.
    ///
    /// @return FAILED where the snapshot was not complete
    public State endOfBytes() {
        try {
            if (state == State.LOADING) {
                reader.endOfBytes();
            }
        } catch (RdbFormatException cut) {
            fail(cut);
        }
        return state;
    }

    /// Stops; what was loaded in place stays there.
    public void cancel() {
        if (state == State.LOADING) {
            end(State.FAILED);
        }
    }

    private void advance() {
        try {
            RdbReader.Progress progress = RdbReader.Progress.RECORD;
            while (progress == RdbReader.Progress.RECORD) {
                if (isBetweenKeys()) {
                    isHungry = false;
                    return;
                }
                progress = reader.advance();
            }
            isHungry = true;
            if (progress == RdbReader.Progress.OVER) {
                begin();
                core.log()
                        .notice("Done loading RDB, keys loaded: " + keysLoaded + ", keys expired: " + keysExpired
                                + ".");
                end(State.LOADED);
            }
        } catch (RdbFormatException refused) {
            fail(refused);
        }
    }

    private boolean isBetweenKeys() {
        long delay = keyDelayNanos();
        return delay > 0 && core.clock().nanos() - lastKeyNanos < delay;
    }

    /// For tests that need a load to take long.
    private long keyDelayNanos() {
        return Math.max(0, settings.whole(Directives.KEY_LOAD_DELAY_MICROS)) * 1000;
    }

    private void fail(RdbFormatException why) {
        failure = why;
        isHungry = true;
        end(State.FAILED);
    }

    private void end(State how) {
        state = how;
        if (!mode.isAside) {
            core.loading(false);
        }
        onEnd.accept(this);
    }

    /// Puts what was loaded aside in the place of the data. Transactions that watch a key on either side fail.
    public void adopt() {
        if (state != State.LOADED || !mode.isAside) {
            throw new IllegalStateException("there is no whole snapshot aside to adopt");
        }
        for (Database before : core.keyspace().databases()) {
            core.watches().replaced(before, target.database(before.index()));
        }
        core.keyspace().adopt(target);
        // What it holds now is the data of before: let it go.
        target = core.keyspace();
        database = target.database(0);
    }

    /// Why it failed; null where it did not, or was cancelled.
    public @Nullable RdbFormatException failure() {
        return failure;
    }

    /// Bytes that were fed behind the end of the snapshot.
    public byte[] rest() {
        return reader.unread();
    }

    /// What the snapshot told about itself, as far as it was read.
    public LoadedFacts facts() {
        LoadedFacts known = facts;
        return known == null ? gatherFacts() : known;
    }

    public long bytesLoaded() {
        return reader.offset();
    }

    public long keysLoaded() {
        return keysLoaded;
    }

    /// Keys that were left out because their time was over.
    public long keysExpired() {
        return keysExpired;
    }

    /// Unix time in milliseconds.
    public long startedMillis() {
        return startedMillis;
    }

    private LoadedFacts gatherFacts() {
        return new LoadedFacts(aux.place(), aux.marker(), aux.release(), aux.createdSeconds(), aux.memoryBytes());
    }

    /// The facts are complete when the first database comes, or the end.
    private void begin() {
        if (facts == null) {
            LoadedFacts complete = gatherFacts();
            facts = complete;
            describe(complete);
            listener.began(complete);
        }
    }

    private void describe(LoadedFacts complete) {
        core.log().notice("Loading RDB produced by version " + complete.release());
        if (complete.createdSeconds() >= 0) {
            core.log().notice("RDB age " + Math.max(0, nowMillis / 1000 - complete.createdSeconds()) + " seconds");
        }
        if (complete.memoryBytes() >= 0) {
            double megabytes = complete.memoryBytes() / 1024.0 / 1024.0;
            core.log().notice(String.format(Locale.ROOT, "RDB memory usage when created %.2f Mb", megabytes));
        }
    }

    private final class Filler implements RdbVisitor {
        @Override
        public void aux(String name, String value) {
            aux.add(name, value);
        }

        @Override
        public void database(int index) throws RdbFormatException {
            if (index >= target.databaseCount()) {
                throw new RdbFormatException(
                        reader.offset(),
                        "a database from 0 to " + (target.databaseCount() - 1) + " (`databases`)",
                        "database " + index);
            }
            begin();
            database = target.database(index);
        }

        @Override
        public void sizes(long keys, long expiring) {
            // Its word costs memory before there is a key to show for it.
            long possible = mode.expectedBytes < 0 ? MAX_TRUSTED_KEYS : mode.expectedBytes / MIN_ENTRY_BYTES;
            database.reserve(Math.clamp(keys, 0, possible));
        }

        @Override
        public void skipped(String what) {
            core.log().notice("Passed over in the snapshot: " + what);
        }

        @Override
        public void entry(int index, byte[] key, StoredValue value, long expireAtMillis) throws RdbFormatException {
            begin();
            if (mode.dropsExpired && expireAtMillis != NEVER && expireAtMillis < nowMillis) {
                keysExpired++;
                listener.expired(index, key);
                return;
            }
            int before = database.size();
            Entry entry = database.put(key, value);
            if (database.size() == before) {
                requireReplacing(index, key);
                database.persist(entry);
            }
            if (expireAtMillis != NEVER) {
                database.expireAt(entry, expireAtMillis);
            }
            keysLoaded++;
            lastKeyNanos = core.clock().nanos();
        }

        private void requireReplacing(int index, byte[] key) throws RdbFormatException {
            if (!mode.replacesKeys) {
                String name = new String(key, 0, Math.min(key.length, MAX_SHOWN_KEY_BYTES), StandardCharsets.UTF_8);
                throw new RdbFormatException(
                        reader.offset(), "each key once", "key '" + name + "' of database " + index + " again");
            }
        }
    }
}
