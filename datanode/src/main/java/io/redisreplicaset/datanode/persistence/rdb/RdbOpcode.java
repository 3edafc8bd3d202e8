package io.redisreplicaset.datanode.persistence.rdb;

/// The bytes between values that are no type of a value, and the first bits of lengths.
///
/// @see <a href="https://rdb.fnordig.de/file_format.html">Redis RDB file format</a> up to version 7; later numbers
///     are those that released servers write
final class RdbOpcode {
    static final int SLOT_IMPORT = 243;
    static final int SLOT_INFO = 244;
    static final int FUNCTION = 245;
    static final int FUNCTION_PRE_RELEASE = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQUENCY = 249;
    static final int AUX = 250;
    static final int DATABASE_SIZES = 251;
    static final int EXPIRE_MILLIS = 252;
    static final int EXPIRE_SECONDS = 253;
    static final int DATABASE = 254;
    static final int END = 255;

    /// Upper two bits of a length's first byte.
    static final int LENGTH_6_BITS = 0;

    static final int LENGTH_14_BITS = 1;
    static final int LENGTH_WIDE = 2;
    static final int LENGTH_ENCODED = 3;

    /// Whole first byte of a wide length.
    static final int LENGTH_32_BITS = 0x80;

    static final int LENGTH_64_BITS = 0x81;

    /// Lower six bits of an encoded string's first byte.
    static final int STRING_INT_8 = 0;

    static final int STRING_INT_16 = 1;
    static final int STRING_INT_32 = 2;
    static final int STRING_LZF = 3;

    private RdbOpcode() {}
}
