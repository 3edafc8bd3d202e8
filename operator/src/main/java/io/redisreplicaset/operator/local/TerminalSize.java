package io.redisreplicaset.operator.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How large the terminal is that standard input belongs to, as `stty size` says; asked anew every few seconds, since
/// windows change.
final class TerminalSize {
    private static final Duration GOOD_FOR = Duration.ofSeconds(2);
    private static final long ANSWER_MILLIS = 500;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

    private final InstantSource clock;
    private Size last = Size.USUAL;
    private Instant askAgain = Instant.MIN;

    record Size(int rows, int columns) {
        /// Where nobody can tell.
        static final Size USUAL = new Size(24, 80);
    }

    TerminalSize(InstantSource clock) {
        this.clock = clock;
    }

    Size now() {
        Instant now = clock.instant();
        if (!askAgain.isAfter(now)) {
            askAgain = now.plus(GOOD_FOR);
            last = ask();
        }
        return last;
    }

    private Size ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return last;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII), last);
        } catch (IOException noSuchProgram) {
            return last;
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
            return last;
        }
    }

    /// @param otherwise where the answer is none; a terminal that was never told its size says `0 0`
    static Size parse(String answer, Size otherwise) {
        Matcher matcher = ROWS_AND_COLUMNS.matcher(answer);
        if (!matcher.matches()) {
            return otherwise;
        }
        Size size = new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        return size.rows() > 0 && size.columns() > 0 ? size : otherwise;
    }
}
