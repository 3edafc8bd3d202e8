package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A fact about the snapshot: two strings, its name and its value.
final class AuxRecord implements RdbRecord {
    private final RdbVisitor visitor;
    private @Nullable String name;

    AuxRecord(RdbVisitor visitor) {
        this.visitor = visitor;
    }

    @Override
    public Token begin() {
        name = null;
        return Token.STRING;
    }

    @Override
    public Token take(RdbInput in) {
        String text = new String(in.string(), StandardCharsets.UTF_8);
        if (name == null) {
            name = text;
            return Token.STRING;
        }
        visitor.aux(name, text);
        return Token.END;
    }
}
