package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.keyspace.StringValue;
import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;
import org.jspecify.annotations.Nullable;

/// Strings: one token.
final class StringFormat {
    private StringFormat() {}

    static @Nullable ValueRest write(StringValue value, RdbOutput out) {
        switch (value) {
            case StringValue.Whole(long number) -> out.whole(number);
            case StringValue.Bytes bytes -> {
                if (bytes.length() > RdbOutput.MAX_PIECE_BYTES) {
                    out.length(bytes.length());
                    return new Rest((StringValue.Bytes) bytes.asOfNow());
                }
                out.string(bytes.bytes(), 0, bytes.length());
            }
        }
        return null;
    }

    /// The content of a long string. It is not packed: that can't be done in pieces, and at once it takes too long.
    private static final class Rest implements ValueRest {
        private final StringValue.Bytes value;
        private int written;

        Rest(StringValue.Bytes value) {
            this.value = value;
        }

        @Override
        public boolean write(RdbOutput out, int maxBytes) {
            int part = Math.min(maxBytes, value.length() - written);
            out.raw(value.bytes(), written, part);
            written += part;
            return written == value.length();
        }
    }

    static final class Decoder implements ValueDecoder {
        private @Nullable StringValue value;

        @Override
        public Token begin() {
            return Token.STRING;
        }

        @Override
        public Token take(RdbInput in) {
            value = in.isWhole() ? StringValue.of(in.number()) : StringValue.of(in.string());
            return Token.END;
        }

        @Override
        public StoredValue value() {
            if (value == null) {
                throw new IllegalStateException("asked for a value before it was read");
            }
            return value;
        }
    }
}
