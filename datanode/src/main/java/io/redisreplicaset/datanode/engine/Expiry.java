package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyLookup;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.command.NodeStats;
import io.redisreplicaset.datanode.command.WatchTable;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.Keyspace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Who deletes expired keys, and when. A master does, as it meets them and in a slow sweep; a replica hides them and
/// waits for its
/// master's word, so that both hold the same data at the same offset.
final class Expiry implements KeyLookup {
    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNLINK = "UNLINK".getBytes(StandardCharsets.US_ASCII);

    /// Keys that one round of the sweep looks at in one database.
    private static final int KEYS_A_ROUND = 20;

    /// Go on with a database while more than this many of a round had expired.
    private static final int EXPIRED_TO_GO_ON = 2;

    /// Time that one sweep may take.
    private static final long SWEEP_NANOS = 1_000_000;

    private final Keyspace keyspace;
    private final Settings settings;
    private final Propagation propagation;
    private final NodeStats stats;
    private final WatchTable watches;
    private final KeyspaceEvents events;
    private final BooleanSupplier isReplica;
    private final OwnKeys ownKeys;
    private boolean sweeps = true;
    private int sweepDatabase;
    private final int[] sweepSlots;

    Expiry(EngineCore core, BooleanSupplier isReplica) {
        this.keyspace = core.keyspace();
        this.settings = core.settings();
        this.propagation = core.propagation();
        this.stats = core.stats();
        this.watches = core.watches();
        this.events = core.events();
        this.isReplica = isReplica;
        this.ownKeys = new OwnKeys(core.keyspace());
        this.sweepSlots = new int[keyspace.databaseCount()];
    }

    void sweeps(boolean wanted) {
        sweeps = wanted;
    }

    @Override
    public @Nullable Entry read(Invocation in, byte[] key, int offset, int length) {
        Entry entry = peek(in, key, offset, length);
        if (entry == null) {
            stats.keyspaceMisses++;
            if (events.isWanted(KeyspaceEvents.KEY_MISS)) {
                byte[] copy = Arrays.copyOfRange(key, offset, offset + length);
                events.happened(
                        KeyspaceEvents.KEY_MISS, "keymiss", copy, in.database().index());
            }
        } else {
            stats.keyspaceHits++;
        }
        return entry;
    }

    @Override
    public @Nullable Entry peek(Invocation in, byte[] key, int offset, int length) {
        return living(in, in.database().find(key, offset, length));
    }

    @Override
    public @Nullable Entry write(Invocation in, byte[] key, int offset, int length) {
        Entry entry = in.database().lookupForWrite(key, offset, length);
        boolean isOver =
                entry != null && entry.isExpired(in.nowMillis()) && !in.client().isUpstream();
        if (entry != null && isOver && isReplica.getAsBoolean()) {
            // What a writable replica's client writes begins anew, and does not inherit the end of what was there.
            delete(in.database(), entry);
            return null;
        }
        return living(in, entry);
    }

    /// A client of a writable replica has changed data.
    void writtenHere(Invocation in) {
        ownKeys.written(in);
    }

    private @Nullable Entry living(Invocation in, @Nullable Entry entry) {
        if (entry == null || !entry.hasExpiry() || !entry.isExpired(in.nowMillis())) {
            return entry;
        }
        if (in.client().isUpstream()) {
            return entry;
        }
        if (!isReplica.getAsBoolean()) {
            delete(in.database(), entry);
        }
        return null;
    }

    private void delete(Database database, Entry entry) {
        byte[] key = entry.key();
        database.remove(entry);
        stats.expiredKeys++;
        watches.touched(database, key, 0, key.length);
        events.happened(KeyspaceEvents.EXPIRED, "expired", key, database.index());
        propagation.gather(database.index(), settings.isOn(Directives.LAZY_EXPIRE) ? UNLINK : DEL, key);
    }

    /// Deletes some of the expired keys that nobody asks for. Each deletion stands by itself in the history.
    ///
    /// @return whether there is surely more to do
    boolean sweep(Clock clock) {
        if (isReplica.getAsBoolean()) {
            ownKeys.sweep(clock.unixMillis(), this::delete);
            return false;
        }
        ownKeys.forget();
        if (!sweeps) {
            return false;
        }
        long deadline = clock.nanos() + SWEEP_NANOS;
        long nowMillis = clock.unixMillis();
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            Database database = keyspace.database(sweepDatabase);
            while (sweepRound(database, nowMillis) > EXPIRED_TO_GO_ON) {
                if (clock.nanos() > deadline) {
                    propagation.commit(true);
                    return true;
                }
            }
            sweepDatabase = (sweepDatabase + 1) % keyspace.databaseCount();
        }
        propagation.commit(true);
        return false;
    }

    private int sweepRound(Database database, long nowMillis) {
        int expired = 0;
        int slot = sweepSlots[database.index()];
        for (int looked = 0; looked < KEYS_A_ROUND; looked++) {
            if (slot >= database.expiringSize()) {
                slot = 0;
            }
            Entry entry = database.expiringAt(slot);
            if (entry == null) {
                break;
            }
            if (entry.isExpired(nowMillis)) {
                // The last one takes the slot of the deleted one: look there again.
                delete(database, entry);
                expired++;
            } else {
                slot++;
            }
        }
        sweepSlots[database.index()] = slot;
        return expired;
    }
}
