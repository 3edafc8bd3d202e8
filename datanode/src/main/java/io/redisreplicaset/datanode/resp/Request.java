package io.redisreplicaset.datanode.resp;

import io.redisreplicaset.datanode.text.DecimalText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// One request: arguments as slices of the buffer in which they arrived.
///
/// The slices are valid only until the connection reads on; whoever keeps a request [#detach]es it. Reused for request
/// after request, so that a hot command allocates nothing here.
public final class Request {
    private byte[] buffer = new byte[0];
    private int count;
    private int[] offsets = new int[8];
    private int[] lengths = new int[8];
    private int rawOffset;
    private int rawLength;

    /// A request with arguments of its own.
    public static Request of(byte[]... arguments) {
        Request request = new Request();
        request.copyOf(Arrays.asList(arguments));
        return request;
    }

    /// A request with arguments of its own, written as text.
    public static Request of(String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        return of(bytes);
    }

    void copyOf(List<byte[]> arguments) {
        int total = 0;
        for (byte[] argument : arguments) {
            total += argument.length;
        }
        begin(new byte[total]);
        int at = 0;
        for (byte[] argument : arguments) {
            System.arraycopy(argument, 0, buffer, at, argument.length);
            add(at, argument.length);
            at += argument.length;
        }
    }

    void begin(byte[] source) {
        buffer = source;
        count = 0;
        rawLength = 0;
    }

    void add(int offset, int length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = offset;
        lengths[count++] = length;
    }

    void raw(int offset, int length) {
        rawOffset = offset;
        rawLength = length;
    }

    /// Forgets arrays that one huge request left behind.
    void trim() {
        if (offsets.length > 1024) {
            offsets = new int[8];
            lengths = new int[8];
        }
        buffer = new byte[0];
        count = 0;
    }

    /// Number of arguments, the command's name included.
    public int count() {
        return count;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset(int index) {
        return offsets[index];
    }

    public int length(int index) {
        return lengths[index];
    }

    /// The bytes of the request as it arrived, where it arrived as a RESP array; length 0 otherwise.
    public int rawOffset() {
        return rawOffset;
    }

    public int rawLength() {
        return rawLength;
    }

    /// A copy of one argument.
    public byte[] bytes(int index) {
        int from = offsets[index];
        return Arrays.copyOfRange(buffer, from, from + lengths[index]);
    }

    /// One argument as text. Bytes that are not UTF-8 are replaced: for names and messages, never for data.
    public String text(int index) {
        return new String(buffer, offsets[index], lengths[index], StandardCharsets.UTF_8);
    }

    /// Whether an argument is this word, in any case.
    ///
    /// @param lowerCaseWord ASCII in lower case
    public boolean is(int index, String lowerCaseWord) {
        int length = lengths[index];
        if (length != lowerCaseWord.length()) {
            return false;
        }
        int from = offsets[index];
        for (int i = 0; i < length; i++) {
            byte b = buffer[from + i];
            if (lower(b) != lowerCaseWord.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean isLong(int index) {
        return DecimalText.isLong(buffer, offsets[index], lengths[index]);
    }

    public long asLong(int index) {
        return DecimalText.parse(buffer, offsets[index], lengths[index]);
    }

    /// The same request with memory of its own.
    public Request detach() {
        byte[][] arguments = new byte[count][];
        for (int i = 0; i < count; i++) {
            arguments[i] = bytes(i);
        }
        return of(arguments);
    }

    /// Bytes that the arguments hold, for limits.
    public long argumentBytes() {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += lengths[i];
        }
        return total;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
