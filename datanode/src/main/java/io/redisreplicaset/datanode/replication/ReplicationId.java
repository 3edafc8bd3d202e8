package io.redisreplicaset.datanode.replication;

import java.util.Locale;
import java.util.random.RandomGenerator;

/// Names one history of writes: 40 hex digits, drawn anew by each master. Case does not matter on the wire.
public record ReplicationId(String hex) {
    public static final int LENGTH = 40;

    public ReplicationId {
        if (!isWellFormed(hex)) {
            throw new IllegalArgumentException("replication id: wanted 40 hex digits, got '" + hex + "'");
        }
        hex = hex.toLowerCase(Locale.ROOT);
    }

    /// A new id. Two masters must never draw the same one, so production passes a secure generator.
    public static ReplicationId random(RandomGenerator random) {
        StringBuilder hex = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return new ReplicationId(hex.toString());
    }

    public static boolean isWellFormed(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return hex;
    }
}
