package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;
import java.nio.charset.StandardCharsets;

/// Reads a snapshot from bytes that come from a file or a socket, in pieces of any size, a record at a time.
///
/// ```
///   MAGIC -> RECORDS -> CHECKSUM -> OVER
///                '------------------^      versions before 5 have no checksum
/// ```
/// Written by Redis (versions 1 to 12) or Valkey (1 to 11, and 80). A record that this node has no place for is
/// refused by name; what no key depends on is passed over.
///
/// @see <a href="https://rdb.fnordig.de/file_format.html">Redis RDB file format</a>
public final class RdbReader {
    /// What became of the bytes that were fed.
    public enum Progress {
        /// A record was read; there may be more in what was fed.
        RECORD,
        /// All that was fed is read, or kept: feed more.
        HUNGRY,
        /// The snapshot is read to its end. What is [#unread] is not part of it.
        OVER
    }

    /// Highest version of the format that Redis writes.
    public static final int MAX_REDIS_VERSION = 12;

    private static final String REDIS_MAGIC = "REDIS";
    private static final String VALKEY_MAGIC = "VALKEY";
    private static final int MAGIC_LENGTH = 9;
    private static final int VALKEY_VERSION = 80;
    private static final int FIRST_VERSION_WITH_CHECKSUM = 5;
    private static final int MAX_DATABASES = 1 << 20;
    private static final int MILLIS_A_SECOND = 1000;

    private enum Phase {
        MAGIC,
        RECORDS,
        CHECKSUM,
        OVER
    }

    private final RdbInput in = new RdbInput();
    private final RdbVisitor visitor;
    private final boolean checksChecksum;
    private final EntryRecord entry;
    private final AuxRecord aux;
    private final FunctionRecord function = new FunctionRecord();
    private final ModuleAuxRecord moduleAux;
    private final NumbersRecord database = new NumbersRecord(Token.LENGTH, 1, this::select);
    private final NumbersRecord sizes;
    private final NumbersRecord expireSeconds;
    private final NumbersRecord expireMillis;
    private final NumbersRecord idle = new NumbersRecord(Token.LENGTH, 1, RdbReader::drop);
    private final NumbersRecord frequency = new NumbersRecord(Token.BYTE, 1, RdbReader::drop);
    private final NumbersRecord slotInfo = new NumbersRecord(Token.LENGTH, 3, RdbReader::drop);

    private Phase phase = Phase.MAGIC;
    private RdbRecord record;

    /// What the record waits for; [Token#END] between records.
    private Token wanted = Token.END;

    private int version;
    private long expectedChecksum;

    /// @param checksChecksum whether a checksum that is there must be right: `rdbchecksum`
    public RdbReader(RdbVisitor visitor, boolean checksChecksum) {
        this.visitor = visitor;
        this.checksChecksum = checksChecksum;
        this.entry = new EntryRecord(visitor);
        this.aux = new AuxRecord(visitor);
        this.moduleAux = new ModuleAuxRecord(visitor);
        this.sizes = new NumbersRecord(Token.LENGTH, 2, numbers -> visitor.sizes(numbers[0], numbers[1]));
        this.expireSeconds =
                new NumbersRecord(Token.FIXED_4, 1, numbers -> entry.expireAt(numbers[0] * MILLIS_A_SECOND));
        this.expireMillis = new NumbersRecord(Token.FIXED_8, 1, numbers -> entry.expireAt(numbers[0]));
        this.record = entry;
    }

    /// Offers the next bytes, when [#advance] was hungry. They must stay as they are until it is hungry again.
    public void feed(byte[] bytes, int offset, int length) {
        in.feed(bytes, offset, length);
    }

    /// Reads one record, or as much of it as there is.
    ///
    /// @throws RdbFormatException this is no snapshot, or none that this node can hold; read no further
    public Progress advance() throws RdbFormatException {
        boolean isWhole = switch (phase) {
            case MAGIC -> readMagic();
            case RECORDS -> readRecord();
            case CHECKSUM -> readChecksum();
            case OVER -> true;
        };
        if (phase == Phase.OVER) {
            return Progress.OVER;
        }
        if (isWhole) {
            return Progress.RECORD;
        }
        in.release();
        return Progress.HUNGRY;
    }

    /// Reads all that is in these bytes.
    ///
    /// @return [Progress#HUNGRY] or [Progress#OVER]
    public Progress readAll(byte[] bytes, int offset, int length) throws RdbFormatException {
        feed(bytes, offset, length);
        Progress progress = advance();
        while (progress == Progress.RECORD) {
            progress = advance();
        }
        return progress;
    }

    /// Bytes that were fed and are not part of the snapshot, once it is over.
    public byte[] unread() {
        return in.unread();
    }

    /// Bytes that were read.
    public long offset() {
        return in.offset();
    }

    /// The bytes end here.
    ///
    /// @throws RdbFormatException the snapshot is not over
    public void endOfBytes() throws RdbFormatException {
        if (phase != Phase.OVER) {
            throw new RdbFormatException(in.offset(), "more bytes (" + missing() + ")", "the end");
        }
    }

    private String missing() {
        return switch (phase) {
            case MAGIC -> "a snapshot begins with REDIS or VALKEY and a version";
            case RECORDS -> wanted == Token.END ? "the next record, or the end record" : "the rest of a record";
            case CHECKSUM -> "the checksum of 8 bytes";
            case OVER -> "nothing";
        };
    }

    private boolean readMagic() throws RdbFormatException {
        byte[] magic = in.readRaw(MAGIC_LENGTH);
        if (magic.length == 0) {
            return false;
        }
        String text = new String(magic, StandardCharsets.ISO_8859_1);
        version = versionOf(text);
        phase = Phase.RECORDS;
        return true;
    }

    private static int versionOf(String magic) throws RdbFormatException {
        boolean isValkey = magic.startsWith(VALKEY_MAGIC);
        if (!isValkey && !magic.startsWith(REDIS_MAGIC)) {
            throw new RdbFormatException(
                    0, "a snapshot, which begins with REDIS or VALKEY", "'" + printable(magic) + "'");
        }
        String digits = magic.substring(isValkey ? VALKEY_MAGIC.length() : REDIS_MAGIC.length());
        int version = digits.chars().allMatch(Character::isDigit) ? Integer.parseInt(digits) : 0;
        boolean isKnown = isValkey ? version == VALKEY_VERSION : version >= 1 && version <= MAX_REDIS_VERSION;
        if (!isKnown) {
            throw new RdbFormatException(
                    0, "version 1 to " + MAX_REDIS_VERSION + " of Redis or 80 of Valkey", "'" + printable(magic) + "'");
        }
        return version;
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", ".");
    }

    private boolean readRecord() throws RdbFormatException {
        if (wanted == Token.END) {
            long opcodeOffset = in.offset();
            if (!in.read(Token.BYTE)) {
                return false;
            }
            int opcode = (int) in.number();
            if (opcode == RdbOpcode.END) {
                endOfRecords();
                return true;
            }
            record = recordOf(opcode, opcodeOffset);
            wanted = record.begin();
        }
        while (wanted != Token.END) {
            if (!in.read(wanted)) {
                return false;
            }
            wanted = record.take(in);
        }
        return true;
    }

    private RdbRecord recordOf(int opcode, long offset) throws RdbFormatException {
        return switch (opcode) {
            case RdbOpcode.AUX -> aux;
            case RdbOpcode.DATABASE -> database;
            case RdbOpcode.DATABASE_SIZES -> sizes;
            case RdbOpcode.EXPIRE_SECONDS -> expireSeconds;
            case RdbOpcode.EXPIRE_MILLIS -> expireMillis;
            case RdbOpcode.IDLE -> idle;
            case RdbOpcode.FREQUENCY -> frequency;
            case RdbOpcode.SLOT_INFO -> slotInfo;
            case RdbOpcode.MODULE_AUX -> moduleAux;
            case RdbOpcode.FUNCTION -> {
                function.at(offset);
                yield function;
            }
            default -> {
                entry.type(typeOf(opcode, offset), offset);
                yield entry;
            }
        };
    }

    private static RdbType typeOf(int opcode, long offset) throws RdbFormatException {
        RdbType type = RdbType.of(opcode);
        if (type != null) {
            return type;
        }
        String got = switch (opcode) {
            case RdbOpcode.FUNCTION_PRE_RELEASE -> "a function of a pre-release of Redis 7.0";
            case RdbOpcode.SLOT_IMPORT -> "the state of a cluster's slot import";
            default -> RdbInput.hex(opcode);
        };
        throw new RdbFormatException(offset, "an opcode or a type of a value that this release knows", got);
    }

    private void select(long[] numbers) throws RdbFormatException {
        long index = numbers[0];
        if (index < 0 || index > MAX_DATABASES) {
            throw new RdbFormatException(
                    in.offset(), "a database from 0 to " + MAX_DATABASES, Long.toUnsignedString(index));
        }
        entry.database((int) index);
        visitor.database((int) index);
    }

    private static void drop(long[] numbers) {
        // How often or how long ago a key was used steers eviction, and slots steer a cluster: neither is kept here.
    }

    private void endOfRecords() {
        expectedChecksum = in.checksum();
        phase = version < FIRST_VERSION_WITH_CHECKSUM ? Phase.OVER : Phase.CHECKSUM;
    }

    private boolean readChecksum() throws RdbFormatException {
        long checksumOffset = in.offset();
        if (!in.read(Token.FIXED_8)) {
            return false;
        }
        // Zero: whoever wrote it had no checksum to give.
        if (in.number() != 0 && in.number() != expectedChecksum && checksChecksum) {
            throw new RdbFormatException(
                    checksumOffset,
                    "checksum " + Long.toHexString(expectedChecksum),
                    Long.toHexString(in.number()) + ": CRC error, the bytes before it are damaged");
        }
        phase = Phase.OVER;
        return true;
    }
}
