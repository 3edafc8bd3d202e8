package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A library of functions, as its source. This release holds none; to drop one silently would lose what the user
/// has stored.
final class FunctionRecord implements RdbRecord {
    /// The first line of a library: `#!lua name=mylib`.
    private static final Pattern NAME = Pattern.compile("^#!\\S+.*?\\bname=(\\S{1,128})");

    private long offset;

    /// @param itsOffset where the opcode was read
    void at(long itsOffset) {
        offset = itsOffset;
    }

    @Override
    public Token begin() {
        return Token.STRING;
    }

    @Override
    public Token take(RdbInput in) throws RdbFormatException {
        String source = new String(in.string(), StandardCharsets.UTF_8);
        if (!source.isBlank()) {
            Matcher name = NAME.matcher(source);
            throw new RdbFormatException(
                    offset,
                    "a snapshot without functions, which this release does not hold",
                    "function library " + (name.find() ? "'" + name.group(1) + "'" : "without a name"));
        }
        return Token.END;
    }
}
