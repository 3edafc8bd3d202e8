package io.redisreplicaset.datanode.keyspace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A hash over all data that does not depend on the order of keys: the one that Redis's DEBUG DIGEST prints, bit for
/// bit, so that
/// two servers of either kind can be compared.
///
/// Each key gets a hash of its own, stirred from its name, its type and its value; those of all keys are combined by
/// exclusive or. An expiry time counts by being there, not by its moment.
public final class DatasetDigest {
    private static final int BYTES = 20;
    private static final byte[] HAS_EXPIRY = "!!expire!!".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha1;

    private DatasetDigest() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// 40 hex digits over all databases; zeros where there is no key.
    public static String ofAll(Keyspace keyspace) {
        DatasetDigest digest = new DatasetDigest();
        byte[] total = new byte[BYTES];
        for (Database database : keyspace.databases()) {
            if (database.size() == 0) {
                continue;
            }
            digest.stir(total, intBytes(database.index()));
            long cursor = 0;
            java.util.Set<Entry> met = new java.util.HashSet<>();
            do {
                cursor = database.scan(cursor, met::add);
            } while (cursor != 0);
            for (Entry entry : met) {
                byte[] one = new byte[BYTES];
                digest.stir(one, entry.key());
                digest.stirValue(one, entry);
                digest.combine(total, one);
            }
        }
        return HexFormat.of().formatHex(total);
    }

    /// 40 hex digits over one value.
    public static String ofValue(Entry entry) {
        byte[] one = new byte[BYTES];
        new DatasetDigest().stirValue(one, entry);
        return HexFormat.of().formatHex(one);
    }

    private void stirValue(byte[] into, Entry entry) {
        switch (entry.value()) {
            case StringValue string -> {
                stir(into, intBytes(0));
                stir(into, java.util.Arrays.copyOf(string.bytes(), string.length()));
            }
        }
        if (entry.hasExpiry()) {
            combine(into, HAS_EXPIRY);
        }
    }

    /// Exclusive or with the hash of some bytes: order does not matter.
    private void combine(byte[] into, byte[] bytes) {
        byte[] hash = sha1.digest(bytes);
        for (int i = 0; i < BYTES; i++) {
            into[i] ^= hash[i];
        }
    }

    /// Like [#combine], but hashed again: order matters.
    private void stir(byte[] into, byte[] bytes) {
        combine(into, bytes);
        System.arraycopy(sha1.digest(into), 0, into, 0, BYTES);
    }

    private static byte[] intBytes(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
