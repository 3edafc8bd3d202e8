package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class UpstreamInboxTest {
    private final UpstreamInbox inbox = new UpstreamInbox();
    private final StringBuilder read = new StringBuilder();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A reader that takes at most so many bytes.
    private UpstreamInbox.Reader taking(int most) {
        return (bytes, from, to) -> {
            int count = Math.min(most, to - from);
            read.append(new String(bytes, from, count, StandardCharsets.US_ASCII));
            return count;
        };
    }

    private void take(String text, int most) {
        inbox.take(bytes(text), 0, text.length(), taking(most));
    }

    @Test
    void what_is_taken_at_once_is_not_kept() {
        take("hello", 5);
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(read).hasToString("hello");
    }

    @Test
    void what_is_not_taken_is_offered_again() {
        take("hello", 2);
        assertThat(inbox.isEmpty()).isFalse();
        inbox.retry(taking(100));
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(read).hasToString("hello");
    }

    @Test
    void what_comes_later_stands_behind_what_is_kept() {
        take("hello", 0);
        take(", world", 3);
        inbox.retry(taking(100));
        assertThat(read).hasToString("hello, world");
    }

    @Test
    void what_is_kept_is_a_copy() {
        byte[] lent = bytes("hello");
        inbox.take(lent, 0, 5, taking(0));
        lent[0] = 'j';
        inbox.retry(taking(5));
        assertThat(read).hasToString("hello");
    }

    @Test
    void a_connection_that_ends_in_the_middle_leaves_nothing_behind() {
        inbox.take(bytes("hello"), 0, 5, (_, _, _) -> {
            inbox.clear();
            return 2;
        });
        assertThat(inbox.isEmpty()).isTrue();
        take("hello", 0);
        inbox.retry((_, _, _) -> {
            inbox.clear();
            return 0;
        });
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void however_little_is_taken_the_order_stays() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String piece = Integer.toString(i);
            sent.append(piece);
            take(piece, random.nextInt(4));
        }
        while (!inbox.isEmpty()) {
            inbox.retry(taking(1 + random.nextInt(3)));
        }
        assertThat(read.toString()).as("seed %d", seed).isEqualTo(sent.toString());
    }
}
