package io.redisreplicaset.datanode.text;

/// Redis's glob: `*`, `?`, `[abc]`, `[^abc]`, `[a-z]`, and `\` before a byte that means itself.
///
/// Matching is linear in the text for each `*`, with a single point to fall back to, so a hostile pattern costs at most
/// pattern length times text length.
public final class GlobPattern {
    private GlobPattern() {}

    public static boolean matches(byte[] pattern, byte[] text) {
        return matches(pattern, text, 0, text.length, false);
    }

    /// @param ignoreCase compare ASCII letters in any case
    public static boolean matches(byte[] pattern, byte[] text, int offset, int length, boolean ignoreCase) {
        int p = 0;
        int t = offset;
        int end = offset + length;
        int starPattern = -1;
        int starText = -1;
        while (t < end) {
            if (p < pattern.length && pattern[p] == '*') {
                starPattern = ++p;
                starText = t;
                continue;
            }
            int next = p < pattern.length ? matchOne(pattern, p, text[t], ignoreCase) : -1;
            if (next >= 0) {
                p = next;
                t++;
            } else if (starPattern >= 0) {
                p = starPattern;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /// Whether one element of the pattern takes this byte.
    ///
    /// @return the position behind the element, or -1
    private static int matchOne(byte[] pattern, int p, byte b, boolean ignoreCase) {
        return switch (pattern[p]) {
            case '?' -> p + 1;
            case '[' -> matchClass(pattern, p + 1, b, ignoreCase);
            case '\\' ->
                p + 1 < pattern.length
                        ? literal(pattern[p + 1], b, ignoreCase, p + 2)
                        : literal(pattern[p], b, ignoreCase, p + 1);
            default -> literal(pattern[p], b, ignoreCase, p + 1);
        };
    }

    private static int literal(byte wanted, byte b, boolean ignoreCase, int next) {
        return fold(wanted, ignoreCase) == fold(b, ignoreCase) ? next : -1;
    }

    private static int matchClass(byte[] pattern, int from, byte b, boolean ignoreCase) {
        int p = from;
        boolean negated = p < pattern.length && pattern[p] == '^';
        if (negated) {
            p++;
        }
        int wanted = fold(b, ignoreCase) & 0xFF;
        boolean found = false;
        while (p < pattern.length && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
                found |= (fold(pattern[p + 1], ignoreCase) & 0xFF) == wanted;
                p += 2;
            } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
                int low = fold(pattern[p], ignoreCase) & 0xFF;
                int high = fold(pattern[p + 2], ignoreCase) & 0xFF;
                found |= wanted >= Math.min(low, high) && wanted <= Math.max(low, high);
                p += 3;
            } else {
                found |= (fold(pattern[p], ignoreCase) & 0xFF) == wanted;
                p++;
            }
        }
        // A class that is not closed ends with the pattern.
        return found != negated ? Math.min(p + 1, pattern.length) : -1;
    }

    private static byte fold(byte b, boolean ignoreCase) {
        return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
