package io.redisreplicaset.datanode.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LzfTest {
    private static final int RANDOM_STRINGS = 2000;

    private final Lzf lzf = new Lzf();

    @Test
    void unpacks_literals_and_overlapping_copies() {
        // 'a', then 9 more from one byte back: 0 0x61 | 7<<5 9-2-7 0
        byte[] packed = HexFormat.of().parseHex("0061e00000");
        byte[] text = new byte[10];
        assertThat(Lzf.unpack(packed, 0, packed.length, text)).isTrue();
        assertThat(ascii(text)).isEqualTo("aaaaaaaaaa");
    }

    @Test
    void packs_a_run_into_a_handful_of_bytes() {
        byte[] run = new byte[264];
        Arrays.fill(run, (byte) 'x');
        assertThat(lzf.pack(run, 0, run.length)).isTrue();
        assertThat(lzf.length()).isLessThan(10);
        assertThat(unpacked(run.length)).isEqualTo(run);
    }

    @Test
    void does_not_pack_what_gains_nothing() {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        assertThat(lzf.pack(noise, 0, noise.length)).isFalse();
        assertThat(lzf.pack(noise, 0, 4)).isFalse();
        assertThat(lzf.pack(noise, 0, 0)).isFalse();
    }

    @Test
    void gives_back_whatever_it_packed() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_STRINGS; i++) {
            byte[] text = textOf(random, random.nextInt(i < 20 ? 300_000 : 3000));
            int offset = random.nextInt(8);
            byte[] shifted = new byte[offset + text.length];
            System.arraycopy(text, 0, shifted, offset, text.length);
            if (lzf.pack(shifted, offset, text.length)) {
                assertThat(lzf.length()).as("seed %d", seed).isLessThanOrEqualTo(text.length - 4);
                assertThat(unpacked(text.length))
                        .as("seed %d, string %d", seed, i)
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void packs_a_string_the_same_whatever_came_before() {
        byte[] text = "one two three one two three one two three".getBytes(StandardCharsets.US_ASCII);
        assertThat(lzf.pack(text, 0, text.length)).isTrue();
        byte[] first = Arrays.copyOf(lzf.packed(), lzf.length());
        byte[] other = "three two one three two one three two one".getBytes(StandardCharsets.US_ASCII);
        lzf.pack(other, 0, other.length);
        lzf.pack(text, 0, text.length);
        assertThat(Arrays.copyOf(lzf.packed(), lzf.length())).isEqualTo(first);
    }

    @Test
    void refuses_whatever_is_cut_or_damaged_without_leaving_its_bounds() {
        byte[] text = textOf(new Random(3), 2000);
        assertThat(lzf.pack(text, 0, text.length)).isTrue();
        byte[] packed = Arrays.copyOf(lzf.packed(), lzf.length());
        for (int cut = 0; cut < packed.length; cut++) {
            assertThat(Lzf.unpack(packed, 0, cut, new byte[text.length])).isFalse();
        }
        assertThat(Lzf.unpack(packed, 0, packed.length, new byte[text.length - 1]))
                .isFalse();
        assertThat(Lzf.unpack(packed, 0, packed.length, new byte[text.length + 1]))
                .isFalse();
        Random random = new Random(4);
        for (int i = 0; i < RANDOM_STRINGS; i++) {
            byte[] damaged = packed.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            // No exception; whether the text is still whole is the checksum's business.
            Lzf.unpack(damaged, 0, damaged.length, new byte[text.length]);
        }
    }

    @Test
    void refuses_a_copy_from_before_the_start() {
        byte[] packed = HexFormat.of().parseHex("0061200120ff");
        assertThat(Lzf.unpack(packed, 0, packed.length, new byte[10])).isFalse();
    }

    private byte[] unpacked(int length) {
        byte[] text = new byte[length];
        assertThat(Lzf.unpack(lzf.packed(), 0, lzf.length(), text)).isTrue();
        return text;
    }

    /// Words from a small stock, with noise between them.
    private static byte[] textOf(Random random, int length) {
        byte[] text = new byte[length];
        int at = 0;
        while (at < length) {
            int part = Math.min(length - at, 1 + random.nextInt(40));
            if (at > 0 && random.nextBoolean()) {
                int from = random.nextInt(at);
                for (int i = 0; i < part; i++) {
                    text[at + i] = text[from + i];
                }
            } else {
                for (int i = 0; i < part; i++) {
                    text[at + i] = (byte) random.nextInt(random.nextBoolean() ? 4 : 256);
                }
            }
            at += part;
        }
        return text;
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
