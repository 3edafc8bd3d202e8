package io.redisreplicaset.datanode.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplicationStreamTest {
    private static final int BLOCK = ReplicationStream.MIN_BLOCK_BYTES;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final ReplicationStream stream = new ReplicationStream(memory, BLOCK);

    @AfterEach
    void every_byte_is_given_back() {
        stream.forget();
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    /// Bytes whose content tells their offset.
    private void append(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = contentAt(stream.offset() + 1 + i);
        }
        stream.append(bytes, 0, count);
    }

    private static byte contentAt(long offset) {
        return (byte) (offset * 31 + (offset >> 8));
    }

    private static byte[] drain(ReplicationStream.Cursor cursor) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf slice = cursor.next(); slice != null; slice = cursor.next()) {
            byte[] bytes = new byte[slice.readableBytes()];
            slice.readBytes(bytes);
            slice.release();
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] expected(long fromOffset, long toOffset) {
        byte[] bytes = new byte[(int) (toOffset - fromOffset + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = contentAt(fromOffset + i);
        }
        return bytes;
    }

    @Test
    void nothing_is_kept_before_somebody_wants_it() {
        assertThat(stream.range()).isEmpty();
        assertThatThrownBy(() -> append(1)).isInstanceOf(IllegalStateException.class);
        stream.keep();
        assertThat(stream.range()).contains(new BacklogRange(1, 0));
    }

    @Test
    void a_cursor_takes_what_was_and_what_comes() {
        stream.keep();
        append(100);
        ReplicationStream.Cursor cursor = stream.cursorAt(51);
        assertThat(cursor.available()).isEqualTo(50);
        assertThat(drain(cursor)).isEqualTo(expected(51, 100));
        assertThat(cursor.next()).isNull();
        append(3 * BLOCK);
        assertThat(drain(cursor)).isEqualTo(expected(101, 100 + 3L * BLOCK));
        cursor.close();
    }

    @Test
    void two_cursors_take_the_same_bytes_at_their_own_pace() {
        stream.keep();
        ReplicationStream.Cursor quick = stream.cursorAt(1);
        ReplicationStream.Cursor slow = stream.cursorAt(1);
        append(2 * BLOCK);
        assertThat(drain(quick)).isEqualTo(expected(1, 2L * BLOCK));
        append(BLOCK);
        assertThat(drain(slow)).isEqualTo(expected(1, 3L * BLOCK));
        quick.close();
        slow.close();
    }

    @Test
    void at_least_the_capacity_is_kept_and_not_much_more() {
        stream.keep();
        for (int i = 0; i < 100; i++) {
            append(BLOCK / 3);
            BacklogRange range = stream.range().orElseThrow();
            long kept = range.endOffset() - range.firstOffset() + 1;
            assertThat(kept).isGreaterThanOrEqualTo(Math.min(stream.offset(), BLOCK));
            assertThat(stream.allocatedBytes()).isLessThanOrEqualTo(3L * BLOCK);
        }
    }

    @Test
    void what_a_slow_reader_needs_is_kept_beyond_the_capacity() {
        stream.keep();
        append(10);
        ReplicationStream.Cursor slow = stream.cursorAt(5);
        append(10 * BLOCK);
        assertThat(stream.range().orElseThrow().firstOffset()).isEqualTo(1);
        assertThat(drain(slow)).isEqualTo(expected(5, 10 + 10L * BLOCK));
        slow.close();
        assertThat(stream.range().orElseThrow().firstOffset()).isGreaterThan(8L * BLOCK);
    }

    @Test
    void a_reader_that_is_still_to_get_its_first_byte_keeps_its_place() {
        stream.keep();
        ReplicationStream.Cursor patient = stream.cursorAt(1);
        append(5 * BLOCK);
        assertThat(drain(patient)).isEqualTo(expected(1, 5L * BLOCK));
        patient.close();
    }

    @Test
    void a_cursor_stands_only_where_bytes_are_kept_or_come_next() {
        stream.keep();
        append(4 * BLOCK);
        long first = stream.range().orElseThrow().firstOffset();
        assertThat(first).isGreaterThan(1);
        assertThatThrownBy(() -> stream.cursorAt(first - 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stream.cursorAt(stream.offset() + 2)).isInstanceOf(IllegalArgumentException.class);
        stream.cursorAt(first).close();
        stream.cursorAt(stream.offset() + 1).close();
    }

    @Test
    void a_smaller_capacity_is_reached_bit_by_bit() {
        stream.capacity(1000L * BLOCK);
        stream.keep();
        for (int i = 0; i < 1000; i++) {
            append(BLOCK);
        }
        stream.capacity(BLOCK);
        long afterOne = stream.range().orElseThrow().firstOffset();
        assertThat(afterOne).isBetween(2L * BLOCK, 900L * BLOCK);
        stream.capacity(BLOCK);
        assertThat(stream.range().orElseThrow().firstOffset()).isGreaterThan(afterOne);
    }

    @Test
    void another_history_begins_where_it_is_told() {
        stream.keep();
        append(100);
        stream.restartAt(5000);
        assertThat(stream.range()).contains(new BacklogRange(5001, 5000));
        append(10);
        ReplicationStream.Cursor cursor = stream.cursorAt(5001);
        assertThat(drain(cursor)).isEqualTo(expected(5001, 5010));
        cursor.close();
    }

    @Test
    void slices_outlive_the_blocks_that_they_are_of() {
        stream.keep();
        append(BLOCK);
        ReplicationStream.Cursor cursor = stream.cursorAt(1);
        ByteBuf slice = Objects.requireNonNull(cursor.next());
        cursor.close();
        append(5 * BLOCK);
        assertThat(stream.range().orElseThrow().firstOffset()).isGreaterThan(BLOCK);
        byte[] bytes = new byte[BLOCK];
        slice.readBytes(bytes);
        assertThat(bytes).isEqualTo(expected(1, BLOCK));
        slice.release();
    }

    @Test
    void many_readers_at_random_places_all_read_what_was_written() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        stream.capacity(3L * BLOCK);
        stream.keep();
        List<ReplicationStream.Cursor> cursors = new ArrayList<>();
        for (int round = 0; round < 500; round++) {
            append(1 + random.nextInt(BLOCK));
            if (random.nextInt(3) == 0) {
                BacklogRange range = stream.range().orElseThrow();
                cursors.add(stream.cursorAt(random.nextLong(range.firstOffset(), range.endOffset() + 2)));
            }
            for (ReplicationStream.Cursor cursor : List.copyOf(cursors)) {
                long from = cursor.nextOffset();
                if (random.nextInt(4) == 0) {
                    assertThat(Arrays.equals(drain(cursor), expected(from, stream.offset())))
                            .as("seed %d", seed)
                            .isTrue();
                } else if (random.nextInt(10) == 0) {
                    cursor.close();
                    cursors.remove(cursor);
                }
            }
        }
        cursors.forEach(ReplicationStream.Cursor::close);
    }
}
