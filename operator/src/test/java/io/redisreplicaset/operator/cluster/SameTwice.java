package io.redisreplicaset.operator.cluster;

import org.jspecify.annotations.Nullable;

/// A figure that stands still: it was the same at two looks, one after the other.
final class SameTwice {
    private @Nullable Double last;

    boolean isMet(double figure) {
        boolean isSame = last != null && last == figure;
        last = figure;
        return isSame;
    }
}
