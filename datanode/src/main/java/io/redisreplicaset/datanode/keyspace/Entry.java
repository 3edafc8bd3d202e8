package io.redisreplicaset.datanode.keyspace;

import org.jspecify.annotations.Nullable;

/// One key with its value: the element of the table itself, so that a key costs one object and not three.
public final class Entry {
    static final int NO_EXPIRY_SLOT = -1;

    private final byte[] key;
    final int hash;

    /// Newest snapshot version that this entry has been handed to; see the package's page.
    int version;

    /// Place among the entries that expire, or [#NO_EXPIRY_SLOT].
    int expirySlot = NO_EXPIRY_SLOT;

    long expireAtMillis;

    @Nullable
    Entry next;

    StoredValue value;

    Entry(byte[] key, int hash, StoredValue value, int version) {
        this.key = key;
        this.hash = hash;
        this.value = value;
        this.version = version;
    }

    /// The key; not to be changed.
    public byte[] key() {
        return key;
    }

    public StoredValue value() {
        return value;
    }

    public boolean hasExpiry() {
        return expirySlot != NO_EXPIRY_SLOT;
    }

    /// Unix time in milliseconds at which the key is gone. Meaningful only where [#hasExpiry] holds.
    public long expireAtMillis() {
        return expireAtMillis;
    }

    /// Whether the key's time is over.
    public boolean isExpired(long nowMillis) {
        return hasExpiry() && nowMillis > expireAtMillis;
    }

    boolean hasKey(byte[] bytes, int offset, int length) {
        if (key.length != length) {
            return false;
        }
        // Keys differ at their end more often than at their start.
        for (int i = length - 1; i >= 0; i--) {
            if (key[i] != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
