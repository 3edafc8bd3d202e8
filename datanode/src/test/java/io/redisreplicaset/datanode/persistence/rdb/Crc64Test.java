package io.redisreplicaset.datanode.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Crc64Test {
    @Test
    void gives_the_check_value_of_the_catalogue() {
        assertThat(crcOf("123456789")).isEqualTo(0xe9c6d914c4b8d9caL);
    }

    @Test
    void gives_zero_for_nothing() {
        assertThat(new Crc64().value()).isZero();
    }

    @Test
    void does_not_depend_on_where_the_bytes_are_cut() {
        byte[] bytes = new byte[1000];
        new Random(7).nextBytes(bytes);
        Crc64 whole = new Crc64();
        whole.update(bytes, 0, bytes.length);
        for (int cut = 0; cut <= bytes.length; cut++) {
            Crc64 parts = new Crc64();
            parts.update(bytes, 0, cut);
            parts.update(bytes, cut, bytes.length - cut);
            assertThat(parts.value()).isEqualTo(whole.value());
        }
    }

    @Test
    void gives_what_a_bit_by_bit_division_gives() {
        byte[] bytes = new byte[257];
        new Random(8).nextBytes(bytes);
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        assertThat(crc.value()).isEqualTo(divided(bytes));
    }

    /// The definition: polynomial 0xad93d23594c935a9, the input's and the result's bits reversed.
    private static long divided(byte[] bytes) {
        long remainder = 0;
        for (byte b : bytes) {
            remainder ^= Long.reverse(b & 0xffL);
            for (int bit = 0; bit < 8; bit++) {
                remainder = remainder < 0 ? (remainder << 1) ^ 0xad93d23594c935a9L : remainder << 1;
            }
        }
        return Long.reverse(remainder);
    }

    private static long crcOf(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        return crc.value();
    }
}
