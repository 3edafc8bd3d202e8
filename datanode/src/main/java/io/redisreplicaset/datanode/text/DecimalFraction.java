package io.redisreplicaset.datanode.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers with a fraction, as INCRBYFLOAT reads and writes them.
///
/// Redis adds in an 80-bit float and prints 17 digits behind the point. We add exactly and round to the same 17 digits,
/// so a sum
/// of short decimal numbers is the one that a human would write.
public final class DecimalFraction {
    /// Digits behind the point in a result.
    private static final int MAX_FRACTION_DIGITS = 17;

    /// Decimal exponent of the smallest number that is told from zero.
    private static final int MAX_EXPONENT = 4932;

    /// The largest number that Redis can hold: an 80-bit float with all bits set.
    private static final BigDecimal LARGEST = new BigDecimal("1.189731495357231765e4932");

    private static final int MAX_TEXT_BYTES = 5 * 1024;

    private DecimalFraction() {}

    /// The number that the text is; null if it is none, or beyond the range.
    public static @Nullable BigDecimal parse(byte[] bytes, int length) {
        if (length == 0 || length > MAX_TEXT_BYTES || isBlank(bytes[0]) || isBlank(bytes[length - 1])) {
            return null;
        }
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        try {
            BigDecimal number = new BigDecimal(text);
            long exponent = (long) number.precision() - number.scale() - 1;
            if (number.signum() == 0) {
                return BigDecimal.ZERO;
            }
            return Math.abs(exponent) <= MAX_EXPONENT && isInRange(number) ? number : null;
        } catch (NumberFormatException notNumber) {
            return null;
        }
    }

    /// Whether Redis could hold the number; beyond that it calls it infinite.
    public static boolean isInRange(BigDecimal number) {
        return number.abs().compareTo(LARGEST) <= 0;
    }

    /// Whether the text is one of the words for infinity.
    public static boolean isInfinite(byte[] bytes, int length) {
        String word = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        String bare = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
        return bare.equals("inf") || bare.equals("infinity");
    }

    /// Plain digits, no exponent, no zeros behind the last digit.
    public static byte[] render(BigDecimal number) {
        BigDecimal rounded = number.scale() > MAX_FRACTION_DIGITS
                ? number.setScale(MAX_FRACTION_DIGITS, RoundingMode.HALF_EVEN)
                : number;
        String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
