package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A key with its value; what stood before it, the database and the expiry time, is told beforehand.
final class EntryRecord implements RdbRecord {
    /// Of a key's name in an error.
    private static final int MAX_SHOWN_CHARACTERS = 128;

    private final RdbVisitor visitor;
    private RdbType type = RdbType.STRING;
    private long typeOffset;
    private int database;
    private long expireAtMillis = RdbVisitor.NEVER;
    private byte[] key = new byte[0];
    private @Nullable ValueDecoder decoder;

    EntryRecord(RdbVisitor visitor) {
        this.visitor = visitor;
    }

    void database(int index) {
        database = index;
    }

    /// For the next entry alone.
    void expireAt(long unixMillis) {
        expireAtMillis = unixMillis;
    }

    /// @param offset where the type was read
    void type(RdbType itsType, long offset) {
        type = itsType;
        typeOffset = offset;
    }

    @Override
    public Token begin() {
        decoder = null;
        return Token.STRING;
    }

    @Override
    public Token take(RdbInput in) throws RdbFormatException {
        Token next;
        if (decoder == null) {
            key = in.string();
            decoder = decoderOfType();
            next = decoder.begin();
        } else {
            next = decoder.take(in);
        }
        if (next == Token.END) {
            visitor.entry(database, key, decoder.value(), expireAtMillis);
            expireAtMillis = RdbVisitor.NEVER;
        }
        return next;
    }

    private ValueDecoder decoderOfType() throws RdbFormatException {
        ValueDecoder found = ValueFormats.decoderOf(type);
        if (found == null) {
            throw new RdbFormatException(
                    typeOffset,
                    "a value of a type that this release holds (" + ValueFormats.HELD_TYPES + ")",
                    "key '" + shownKey() + "' of database " + database + ", a " + type.typeName() + " (type "
                            + type.number() + ")");
        }
        return found;
    }

    private String shownKey() {
        String text = new String(key, StandardCharsets.UTF_8);
        return text.length() <= MAX_SHOWN_CHARACTERS ? text : text.substring(0, MAX_SHOWN_CHARACTERS) + "…";
    }
}
