package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.keyspace.StringValue;
import org.jspecify.annotations.Nullable;

/// Which file knows the format of which kind of value. A new kind is a class of its own and one line in each
/// method.
final class ValueFormats {
    /// For an error about another type.
    static final String HELD_TYPES = "strings";

    private ValueFormats() {}

    static RdbType typeOf(StoredValue value) {
        return switch (value) {
            case StringValue _ -> RdbType.STRING;
        };
    }

    /// Writes a value, or the beginning of a long one.
    ///
    /// @return what is left to be written; null for nothing
    static @Nullable ValueRest write(StoredValue value, RdbOutput out) {
        return switch (value) {
            case StringValue string -> StringFormat.write(string, out);
        };
    }

    /// A decoder for a value of this type; null if values of this type can't be held.
    static @Nullable ValueDecoder decoderOf(RdbType type) {
        return type == RdbType.STRING ? new StringFormat.Decoder() : null;
    }
}
