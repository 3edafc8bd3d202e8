package io.redisreplicaset.datanode.replication.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.replication.SnapshotFraming;
import io.redisreplicaset.datanode.replication.SnapshotFraming.OfLength;
import io.redisreplicaset.datanode.replication.SnapshotFraming.UntilMark;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class SnapshotReaderTest {
    private static final String MARK = "0123456789abcdef0123456789abcdef01234567";

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    private int feed(SnapshotReader reader, byte[] bytes, int from, int to) {
        return reader.take(bytes, from, to, taken::write);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void leaves_what_comes_behind_a_counted_snapshot_to_the_next_reader() {
        SnapshotReader reader = new SnapshotReader(new OfLength(5));

        assertThat(feed(reader, ascii("abc"), 0, 3)).isEqualTo(3);
        assertThat(reader.isComplete()).isFalse();
        assertThat(feed(reader, ascii("de*1"), 0, 4)).isEqualTo(2);

        assertThat(reader.isComplete()).isTrue();
        assertThat(taken.toString(StandardCharsets.ISO_8859_1)).isEqualTo("abcde");
    }

    @Test
    void is_complete_at_once_where_nothing_is_announced() {
        assertThat(new SnapshotReader(new OfLength(0)).isComplete()).isTrue();
    }

    @Test
    void takes_a_mark_that_is_cut_anywhere_for_the_end_and_not_for_data() {
        byte[] all = ascii("snapshot" + MARK);
        for (int cut = 0; cut <= all.length; cut++) {
            taken.reset();
            SnapshotReader reader = new SnapshotReader(new UntilMark(MARK));
            feed(reader, all, 0, cut);
            assertThat(reader.isComplete()).as("cut at %d", cut).isEqualTo(cut == all.length);
            feed(reader, all, cut, all.length);
            assertThat(reader.isComplete()).as("cut at %d", cut).isTrue();
            assertThat(taken.toString(StandardCharsets.ISO_8859_1)).isEqualTo("snapshot");
        }
    }

    @Test
    void lets_data_through_that_looks_like_the_beginning_of_the_mark() {
        String data = MARK.substring(0, 39) + "x" + MARK.substring(0, 20) + MARK.substring(0, 39);
        SnapshotReader reader = new SnapshotReader(new UntilMark(MARK));
        for (byte each : ascii(data + MARK)) {
            feed(reader, new byte[] {each}, 0, 1);
        }
        assertThat(reader.isComplete()).isTrue();
        assertThat(taken.toString(StandardCharsets.ISO_8859_1)).isEqualTo(data);
    }

    @RepeatedTest(200)
    void gives_the_same_bytes_however_they_arrive() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] data = new byte[random.nextInt(500)];
        random.nextBytes(data);
        boolean isCounted = random.nextBoolean();
        SnapshotFraming framing = isCounted ? new OfLength(data.length) : new UntilMark(MARK);
        byte[] sent = isCounted ? data : concat(data, ascii(MARK));
        SnapshotReader reader = new SnapshotReader(framing);
        int at = 0;
        while (at < sent.length) {
            int to = Math.min(sent.length, at + 1 + random.nextInt(90));
            assertThat(reader.isComplete()).as("seed %d", seed).isFalse();
            at += feed(reader, sent, at, to);
        }
        assertThat(reader.isComplete()).as("seed %d", seed).isTrue();
        assertThat(taken.toByteArray()).as("seed %d", seed).isEqualTo(data);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void reads_both_forms_of_the_announcing_line_and_nothing_else() {
        assertThat(SnapshotFraming.parse("$123")).contains(new OfLength(123));
        assertThat(SnapshotFraming.parse("$EOF:" + MARK)).contains(new UntilMark(MARK));
        for (String bad : new String[] {"", "$", "$-1", "$x", "123", "$EOF:", "$EOF:short", "$EOF:" + MARK + "x"}) {
            assertThat(SnapshotFraming.parse(bad)).as(bad).isEmpty();
        }
        assertThatThrownBy(() -> new UntilMark("short")).hasMessage("end mark: wanted 40 bytes, got 5: 'short'");
        assertThatThrownBy(() -> new OfLength(-1)).hasMessage("snapshot length: wanted 0 or more, got -1");
    }
}
