package io.redisreplicaset.datanode.keyspace;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One numbered database. It knows nothing of who may write or of what is propagated: whether an expired key counts as
/// gone,
/// and who deletes it, is decided by its caller.
public final class Database {
    private static final int INITIAL_EXPIRY_SLOTS = 16;

    private final int index;
    private final KeyHash hashing;
    private final SnapshotRegistry snapshots;

    private KeyTable table = new KeyTable();
    private @Nullable Entry[] expiring = new @Nullable Entry[INITIAL_EXPIRY_SLOTS];
    private int expiringCount;

    Database(int index, KeyHash hashing, SnapshotRegistry snapshots) {
        this.index = index;
        this.hashing = hashing;
        this.snapshots = snapshots;
    }

    public int index() {
        return index;
    }

    public int size() {
        return table.size();
    }

    /// Keys that have an expiry time.
    public int expiringSize() {
        return expiringCount;
    }

    /// The entry of a key, expired or not. Its value must not be changed.
    public @Nullable Entry find(byte[] key, int offset, int length) {
        return table.find(key, offset, length, hashing.hash(key, offset, length));
    }

    public @Nullable Entry find(byte[] key) {
        return find(key, 0, key.length);
    }

    /// The entry of a key whose value is about to be changed in place: running snapshots keep the state before.
    public @Nullable Entry lookupForWrite(byte[] key, int offset, int length) {
        Entry entry = find(key, offset, length);
        if (entry != null) {
            snapshots.beforeChange(this, entry);
        }
        return entry;
    }

    /// Gives a key a value; its expiry time stays as it is.
    ///
    /// @return its entry, new or old
    public Entry put(byte[] key, int offset, int length, StoredValue value) {
        int hash = hashing.hash(key, offset, length);
        Entry entry = table.find(key, offset, length, hash);
        if (entry != null) {
            snapshots.beforeChange(this, entry);
            entry.value = value;
            return entry;
        }
        Entry added = new Entry(Arrays.copyOfRange(key, offset, offset + length), hash, value, snapshots.newest());
        table.add(added);
        return added;
    }

    public Entry put(byte[] key, StoredValue value) {
        return put(key, 0, key.length, value);
    }

    /// Replaces the value of an entry of this database.
    public void replace(Entry entry, StoredValue value) {
        snapshots.beforeChange(this, entry);
        entry.value = value;
    }

    public void remove(Entry entry) {
        snapshots.beforeChange(this, entry);
        forgetExpiry(entry);
        table.remove(entry);
    }

    /// Sets when an entry expires, as Unix time in milliseconds.
    public void expireAt(Entry entry, long unixMillis) {
        snapshots.beforeChange(this, entry);
        entry.expireAtMillis = unixMillis;
        if (!entry.hasExpiry()) {
            if (expiringCount == expiring.length) {
                expiring = Arrays.copyOf(expiring, expiringCount * 2);
            }
            entry.expirySlot = expiringCount;
            expiring[expiringCount++] = entry;
        }
    }

    /// Takes an entry's expiry time away.
    ///
    /// @return whether there was one
    public boolean persist(Entry entry) {
        if (!entry.hasExpiry()) {
            return false;
        }
        snapshots.beforeChange(this, entry);
        forgetExpiry(entry);
        return true;
    }

    private void forgetExpiry(Entry entry) {
        if (!entry.hasExpiry()) {
            return;
        }
        Entry last = expiring[--expiringCount];
        expiring[expiringCount] = null;
        if (last != null && last != entry) {
            expiring[entry.expirySlot] = last;
            last.expirySlot = entry.expirySlot;
        }
        entry.expirySlot = Entry.NO_EXPIRY_SLOT;
        if (expiring.length > INITIAL_EXPIRY_SLOTS && expiringCount < expiring.length / 4) {
            expiring = Arrays.copyOf(expiring, expiring.length / 2);
        }
    }

    /// Removes all keys. A running snapshot goes on over the table that was there.
    ///
    /// @return how many there were
    public int clear() {
        int removed = table.size();
        table = new KeyTable();
        expiring = new @Nullable Entry[INITIAL_EXPIRY_SLOTS];
        expiringCount = 0;
        return removed;
    }

    /// Makes room for a load whose size is known.
    public void reserve(long entries) {
        table.reserve(entries);
    }

    /// One step of SCAN: see [KeyTable#scan].
    public long scan(long cursor, Consumer<Entry> visitor) {
        return table.scan(cursor, visitor);
    }

    public @Nullable Entry randomEntry(RandomGenerator random) {
        return table.random(random);
    }

    /// One of the entries that expire, drawn at random.
    public @Nullable Entry randomExpiring(RandomGenerator random) {
        return expiringCount == 0 ? null : expiring[random.nextInt(expiringCount)];
    }

    /// The `slot`-th of the entries that expire, in no order that lasts; null past the end.
    public @Nullable Entry expiringAt(int slot) {
        return slot < expiringCount ? expiring[slot] : null;
    }

    /// Goes on with a resize that the table's use alone would leave half done.
    public void resizeStep(int maxBuckets) {
        table.resizeStep(maxBuckets);
    }

    KeyTable table() {
        return table;
    }

    /// Trades contents with another database. A running snapshot goes on over the tables it began with.
    void tradeContents(Database other) {
        KeyTable table0 = table;
        @Nullable Entry[] expiring0 = expiring;
        int count0 = expiringCount;
        table = other.table;
        expiring = other.expiring;
        expiringCount = other.expiringCount;
        other.table = table0;
        other.expiring = expiring0;
        other.expiringCount = count0;
    }
}
