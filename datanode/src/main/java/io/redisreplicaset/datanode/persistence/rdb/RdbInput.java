package io.redisreplicaset.datanode.persistence.rdb;

import static io.redisreplicaset.datanode.persistence.rdb.RdbOpcode.LENGTH_14_BITS;
import static io.redisreplicaset.datanode.persistence.rdb.RdbOpcode.LENGTH_32_BITS;
import static io.redisreplicaset.datanode.persistence.rdb.RdbOpcode.LENGTH_64_BITS;
import static io.redisreplicaset.datanode.persistence.rdb.RdbOpcode.LENGTH_6_BITS;
import static io.redisreplicaset.datanode.persistence.rdb.RdbOpcode.LENGTH_ENCODED;

import io.redisreplicaset.datanode.text.DecimalText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Tokens out of bytes that arrive in pieces.
///
/// A token that is not whole yet is left where it is and tried again when more has come. That is a handful of
/// bytes, since the content of a string is gathered as it comes: a value of any size, in pieces of any size, costs
/// time in proportion to its length. Memory is asked for only as bytes arrive, whatever length a peer claims.
final class RdbInput {
    /// What is read as one.
    enum Token {
        /// An unsigned byte.
        BYTE,
        /// Four bytes, the lowest first, signed.
        FIXED_4,
        /// Eight bytes, the lowest first.
        FIXED_8,
        /// A number of one to nine bytes that says by its first bits how many.
        LENGTH,
        /// Bytes behind their length, or a whole number, or packed bytes.
        STRING,
        /// No token: there is nothing more to read.
        END
    }

    /// The most that is left unread: the kind and the two lengths before a packed string.
    private static final int MAX_LEFT_BYTES = 1 + 9 + 9;

    /// Arrays of the JVM are not longer than this.
    private static final int MAX_STRING_BYTES = Integer.MAX_VALUE - 64;

    /// A string that claims up to this length gets its array at once.
    private static final int TRUSTED_LENGTH_BYTES = 64 * 1024;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private enum Gathering {
        NOTHING,
        PLAIN,
        PACKED
    }

    private final Crc64 checksum = new Crc64();
    private byte[] window = new byte[0];
    private int at;
    private int end;

    /// Offset, from the start of the snapshot, of `window[0]`.
    private long windowOffset;

    /// What of the window is in the checksum.
    private int summedTo;

    private Gathering gathering = Gathering.NOTHING;
    private byte[] gathered = new byte[0];
    private int gatheredLength;
    private int wantedLength;
    private int unpackedLength;
    private long stringOffset;

    private long number;
    private boolean isWhole;
    private byte[] content = new byte[0];

    /// Offers the next bytes. They must not change until [#release].
    void feed(byte[] bytes, int offset, int length) {
        sum();
        int left = end - at;
        if (left == 0) {
            windowOffset = offset() - offset;
            window = bytes;
            at = offset;
        } else {
            byte[] joined = Arrays.copyOfRange(window, at, end + length);
            System.arraycopy(bytes, offset, joined, left, length);
            windowOffset = offset();
            window = joined;
            at = 0;
        }
        end = at + left + length;
        summedTo = at;
    }

    /// Lets go of the array that was fed, when no token in it is whole any more.
    void release() {
        if (end - at > MAX_LEFT_BYTES) {
            throw new IllegalStateException((end - at) + " bytes of a snapshot were left unread");
        }
        sum();
        windowOffset = offset();
        window = Arrays.copyOfRange(window, at, end);
        end -= at;
        at = 0;
        summedTo = 0;
    }

    /// Offset, from the start of the snapshot, of the next byte.
    long offset() {
        return windowOffset + at;
    }

    /// The bytes that were fed and not read, as an array of their own.
    byte[] unread() {
        return Arrays.copyOfRange(window, at, end);
    }

    /// The checksum of all that was read.
    long checksum() {
        sum();
        return checksum.value();
    }

    private void sum() {
        checksum.update(window, summedTo, at - summedTo);
        summedTo = at;
    }

    /// Reads a token, if it is whole.
    ///
    /// @return whether it was; then [#number] or [#string] has it
    boolean read(Token token) throws RdbFormatException {
        return switch (token) {
            case BYTE -> readFixed(1);
            case FIXED_4 -> readFixed(4);
            case FIXED_8 -> readFixed(8);
            case LENGTH -> readLength();
            case STRING -> readString();
            case END -> throw new IllegalStateException("read behind the end of a record");
        };
    }

    /// The number that was read last. A length of 2^63 or more shows as a negative one.
    long number() {
        return number;
    }

    /// Whether the string that was read last was kept as the whole number [#number].
    boolean isWhole() {
        return isWhole;
    }

    /// The string that was read last, as an array of its own.
    byte[] string() {
        return isWhole ? DecimalText.bytes(number) : content;
    }

    private boolean readFixed(int bytes) {
        if (end - at < bytes) {
            return false;
        }
        number = switch (bytes) {
            case 1 -> window[at] & 0xff;
            case 4 -> (int) INT.get(window, at);
            default -> (long) LONG.get(window, at);
        };
        at += bytes;
        return true;
    }

    /// Bytes that are always there in this number, as the magic at the start.
    byte[] readRaw(int bytes) {
        if (end - at < bytes) {
            return new byte[0];
        }
        at += bytes;
        return Arrays.copyOfRange(window, at - bytes, at);
    }

    private boolean readLength() throws RdbFormatException {
        int size = lengthSize(at);
        if (size > end - at) {
            return false;
        }
        number = lengthAt(at);
        at += size;
        return true;
    }

    /// Bytes of the length that begins at `from`; more than there are where even that is not known yet.
    private int lengthSize(int from) {
        if (from >= end) {
            return Integer.MAX_VALUE;
        }
        int first = window[from] & 0xff;
        return switch (first >>> 6) {
            case LENGTH_6_BITS -> 1;
            case LENGTH_14_BITS -> 2;
            default -> first == LENGTH_64_BITS ? 9 : (first == LENGTH_32_BITS ? 5 : 1);
        };
    }

    private long lengthAt(int from) throws RdbFormatException {
        int first = window[from] & 0xff;
        return switch (first >>> 6) {
            case LENGTH_6_BITS -> first;
            case LENGTH_14_BITS -> ((first & 0x3f) << 8) | (window[from + 1] & 0xff);
            default ->
                switch (first) {
                    case LENGTH_32_BITS ->
                        Integer.toUnsignedLong(Integer.reverseBytes((int) INT.get(window, from + 1)));
                    case LENGTH_64_BITS -> Long.reverseBytes((long) LONG.get(window, from + 1));
                    default -> throw new RdbFormatException(windowOffset + from, "a length", hex(first));
                };
        };
    }

    private boolean readString() throws RdbFormatException {
        if (gathering == Gathering.NOTHING && !beginString()) {
            return false;
        }
        if (gathering != Gathering.NOTHING) {
            gather();
            if (gatheredLength < wantedLength) {
                return false;
            }
            finishString();
        }
        return true;
    }

    /// Reads what stands before a string's content, or a string that is a number whole.
    private boolean beginString() throws RdbFormatException {
        if (at >= end) {
            return false;
        }
        int first = window[at] & 0xff;
        if (first >>> 6 == LENGTH_ENCODED) {
            return switch (first & 0x3f) {
                case RdbOpcode.STRING_INT_8 -> beginWhole(1);
                case RdbOpcode.STRING_INT_16 -> beginWhole(2);
                case RdbOpcode.STRING_INT_32 -> beginWhole(4);
                case RdbOpcode.STRING_LZF -> beginPacked();
                default -> throw new RdbFormatException(offset(), "a string", hex(first));
            };
        }
        stringOffset = offset();
        if (!readLength()) {
            return false;
        }
        gathering = Gathering.PLAIN;
        beginGathering(number, stringOffset);
        return true;
    }

    private boolean beginWhole(int bytes) {
        if (end - at < 1 + bytes) {
            return false;
        }
        number = switch (bytes) {
            case 1 -> window[at + 1];
            case 2 -> (short) ((window[at + 1] & 0xff) | (window[at + 2] << 8));
            default -> (int) INT.get(window, at + 1);
        };
        at += 1 + bytes;
        isWhole = true;
        return true;
    }

    private boolean beginPacked() throws RdbFormatException {
        int packedAt = at + 1;
        int packedSize = lengthSize(packedAt);
        if (packedSize > end - packedAt) {
            return false;
        }
        int unpackedAt = packedAt + packedSize;
        int unpackedSize = lengthSize(unpackedAt);
        if (unpackedSize > end - unpackedAt) {
            return false;
        }
        long packed = lengthAt(packedAt);
        long unpacked = lengthAt(unpackedAt);
        stringOffset = offset();
        at = unpackedAt + unpackedSize;
        gathering = Gathering.PACKED;
        beginGathering(packed, stringOffset);
        // A claim that no packed bytes can keep must not cost memory.
        if (unpacked < 0 || unpacked > Math.min(MAX_STRING_BYTES, packed * Lzf.MAX_GROWTH)) {
            throw new RdbFormatException(
                    stringOffset,
                    "at most " + Math.min(MAX_STRING_BYTES, packed * Lzf.MAX_GROWTH) + " bytes out of " + packed
                            + " packed ones",
                    Long.toUnsignedString(unpacked));
        }
        unpackedLength = (int) unpacked;
        return true;
    }

    private void beginGathering(long length, long itsOffset) throws RdbFormatException {
        if (length < 0 || length > MAX_STRING_BYTES) {
            throw new RdbFormatException(
                    itsOffset,
                    "a string of at most " + MAX_STRING_BYTES + " bytes",
                    Long.toUnsignedString(length) + " bytes");
        }
        isWhole = false;
        wantedLength = (int) length;
        gatheredLength = 0;
        gathered = new byte[Math.min(wantedLength, Math.max(TRUSTED_LENGTH_BYTES, end - at))];
    }

    private void gather() {
        int part = Math.min(wantedLength - gatheredLength, end - at);
        if (gathered.length - gatheredLength < part) {
            long doubled = Math.max(gathered.length * 2L, (long) gatheredLength + part);
            gathered = Arrays.copyOf(gathered, (int) Math.min(doubled, wantedLength));
        }
        System.arraycopy(window, at, gathered, gatheredLength, part);
        gatheredLength += part;
        at += part;
    }

    private void finishString() throws RdbFormatException {
        if (gathering == Gathering.PACKED) {
            content = new byte[unpackedLength];
            if (!Lzf.unpack(gathered, 0, gatheredLength, content)) {
                throw new RdbFormatException(
                        stringOffset, "packed bytes that unpack to " + unpackedLength, "bytes that do not");
            }
        } else {
            content = gathered;
        }
        gathered = new byte[0];
        gathering = Gathering.NOTHING;
    }

    static String hex(int unsignedByte) {
        return String.format("0x%02x", unsignedByte);
    }
}
