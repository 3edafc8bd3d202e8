package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.keyspace.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Writes a snapshot into a buffer, which the caller drains whenever it likes.
///
/// ```
///   begin, aux…, ( database, entry, rest… )…, end         drained between any two calls
/// ```
/// The version is 10 and the types are the plain ones, which every peer since Redis 7.0 loads. Databases may
/// alternate: an entry that changes while a snapshot runs is written at that moment, whatever database the
/// snapshot's walk has come to.
public final class RdbWriter {
    /// Of the format, as every peer since Redis 7.0 reads it.
    public static final int VERSION = 10;

    private static final int NO_DATABASE = -1;

    private final RdbOutput out;
    private final @Nullable Crc64 checksum;
    private final BitSet sized = new BitSet();
    private int database = NO_DATABASE;
    private @Nullable ValueRest rest;

    /// What of the buffer is in the checksum.
    private int summedTo;

    /// @param packsStrings compress strings where that gains: `rdbcompression`
    /// @param hasChecksum end with a checksum, not with zeros: `rdbchecksum`
    public RdbWriter(boolean packsStrings, boolean hasChecksum) {
        this.out = new RdbOutput(packsStrings);
        this.checksum = hasChecksum ? new Crc64() : null;
    }

    /// What was written and not yet drained: the first [#size] bytes.
    public byte[] buffer() {
        return out.buffer();
    }

    public int size() {
        return out.size();
    }

    /// The buffer's content was taken.
    public void drained() {
        sum();
        out.clear();
        summedTo = 0;
    }

    public void begin() {
        byte[] magic = String.format("REDIS%04d", VERSION).getBytes(StandardCharsets.US_ASCII);
        out.raw(magic, 0, magic.length);
    }

    /// A fact about the snapshot.
    public void aux(String name, String value) {
        out.oneByte(RdbOpcode.AUX);
        text(name);
        text(value);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.string(bytes, 0, bytes.length);
    }

    /// The next entry is of this database. The sizes are written where it comes for the first time.
    public void database(int index, long keys, long expiring) {
        if (index == database) {
            return;
        }
        database = index;
        out.oneByte(RdbOpcode.DATABASE);
        out.length(index);
        if (!sized.get(index)) {
            sized.set(index);
            out.oneByte(RdbOpcode.DATABASE_SIZES);
            out.length(keys);
            out.length(expiring);
        }
    }

    /// Writes an entry, or the beginning of one whose value is long: then [#hasRest].
    ///
    /// @param expireAtMillis Unix time, or [RdbVisitor#NEVER]
    public void entry(byte[] key, StoredValue value, long expireAtMillis) {
        if (rest != null || database == NO_DATABASE) {
            throw new IllegalStateException(
                    rest == null ? "an entry before its database" : "an entry inside of another");
        }
        if (expireAtMillis != RdbVisitor.NEVER) {
            out.oneByte(RdbOpcode.EXPIRE_MILLIS);
            out.fixed8(expireAtMillis);
        }
        out.oneByte(ValueFormats.typeOf(value).number());
        out.string(key, 0, key.length);
        rest = ValueFormats.write(value, out);
    }

    /// Whether the last entry is not written to its end: nothing else may be written before.
    public boolean hasRest() {
        return rest != null;
    }

    /// Writes about so much more of the last entry.
    public void writeRest(int maxBytes) {
        if (rest != null && rest.write(out, maxBytes)) {
            rest = null;
        }
    }

    public void end() {
        if (rest != null) {
            throw new IllegalStateException("the end inside of an entry");
        }
        out.oneByte(RdbOpcode.END);
        sum();
        out.fixed8(checksum == null ? 0 : checksum.value());
        summedTo = out.size();
    }

    private void sum() {
        if (checksum != null) {
            checksum.update(out.buffer(), summedTo, out.size() - summedTo);
        }
        summedTo = out.size();
    }
}
