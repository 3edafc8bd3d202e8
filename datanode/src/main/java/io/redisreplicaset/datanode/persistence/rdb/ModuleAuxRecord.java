package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;

/// What a module keeps beside the keys. No key depends on it, so it is passed over: its values say themselves what
/// they are.
final class ModuleAuxRecord implements RdbRecord {
    private static final int VALUE_END = 0;
    private static final int VALUE_SIGNED = 1;
    private static final int VALUE_UNSIGNED = 2;
    private static final int VALUE_FLOAT = 3;
    private static final int VALUE_DOUBLE = 4;
    private static final int VALUE_STRING = 5;

    /// Six bits a character, the first one in the highest bits; the ten lowest bits are a version.
    private static final String NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final int NAME_LENGTH = 9;
    private static final int VERSION_BITS = 10;

    private enum Part {
        MODULE_ID,
        VALUE_KIND,
        VALUE
    }

    private final RdbVisitor visitor;
    private Part part = Part.MODULE_ID;
    private String name = "";

    ModuleAuxRecord(RdbVisitor visitor) {
        this.visitor = visitor;
    }

    @Override
    public Token begin() {
        part = Part.MODULE_ID;
        return Token.LENGTH;
    }

    @Override
    public Token take(RdbInput in) throws RdbFormatException {
        return switch (part) {
            case MODULE_ID -> {
                name = nameOf(in.number());
                // When it is to be loaded comes as one more value of its own kind: unsigned, before or after the keys.
                part = Part.VALUE_KIND;
                yield Token.LENGTH;
            }
            case VALUE_KIND -> valueOf(in);
            case VALUE -> {
                part = Part.VALUE_KIND;
                yield Token.LENGTH;
            }
        };
    }

    private Token valueOf(RdbInput in) throws RdbFormatException {
        long kind = in.number();
        part = Part.VALUE;
        if (kind == VALUE_END) {
            visitor.skipped("auxiliary data of module '" + name + "'");
            return Token.END;
        }
        if (kind == VALUE_SIGNED || kind == VALUE_UNSIGNED) {
            return Token.LENGTH;
        }
        if (kind == VALUE_FLOAT) {
            return Token.FIXED_4;
        }
        if (kind == VALUE_DOUBLE) {
            return Token.FIXED_8;
        }
        if (kind == VALUE_STRING) {
            return Token.STRING;
        }
        throw new RdbFormatException(
                in.offset() - 1, "a kind of module value from 0 to 5", Long.toUnsignedString(kind));
    }

    static String nameOf(long moduleId) {
        StringBuilder text = new StringBuilder(NAME_LENGTH);
        for (int i = 0; i < NAME_LENGTH; i++) {
            int shift = VERSION_BITS + 6 * (NAME_LENGTH - 1 - i);
            text.append(NAME_CHARACTERS.charAt((int) ((moduleId >>> shift) & 63)));
        }
        return text.toString();
    }
}
