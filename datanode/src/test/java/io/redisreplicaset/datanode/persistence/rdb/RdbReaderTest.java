package io.redisreplicaset.datanode.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redisreplicaset.datanode.persistence.rdb.RdbReader.Progress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RdbReaderTest {
    @Test
    void reads_every_form_of_a_string_that_redis_writes() throws RdbFormatException {
        ReadSnapshot read = ReadSnapshot.of(ReadSnapshot.file("strings.rdb"));

        assertThat(read.entries).hasSize(24);
        assertThat(read.valueOf("int8")).isEqualTo("-128");
        assertThat(read.valueOf("int8max")).isEqualTo("127");
        assertThat(read.valueOf("int16")).isEqualTo("-32768");
        assertThat(read.valueOf("int16max")).isEqualTo("32767");
        assertThat(read.valueOf("int32")).isEqualTo("-2147483648");
        assertThat(read.valueOf("int32max")).isEqualTo("2147483647");
        assertThat(read.valueOf("int64")).isEqualTo("9223372036854775807");
        assertThat(read.valueOf("int64min")).isEqualTo("-9223372036854775808");
        assertThat(read.valueOf("notint")).isEqualTo("007");
        assertThat(read.valueOf("plus")).isEqualTo("+1");
        assertThat(read.valueOf("empty")).isEmpty();
        assertThat(read.valueOf("12345")).isEqualTo("the key is a number");
        assertThat(read.valueOf("lzf-run")).isEqualTo("a".repeat(1000));
        assertThat(read.valueOf("lzf-text")).isEqualTo("the quick brown fox jumps over the lazy dog, ".repeat(40));
        assertThat(read.valueOf("lzf-key-" + "k".repeat(100))).isEqualTo("v");
        assertThat(read.valueOf("len14")).hasSize(1000);
        assertThat(read.valueOf("len32")).hasSize(20000);
        assertThat(read.found(3, "in3").value()).isEqualTo("three");
        assertThat(read.found(15, "in15").value()).isEqualTo("fifteen");
        assertThat(read.found(0, "expires").expireAtMillis()).isEqualTo(4102444800123L);
        assertThat(read.found(0, "short").expireAtMillis()).isEqualTo(RdbVisitor.NEVER);
        assertThat(read.found(0, "int8").encoding()).isEqualTo("int");
        assertThat(read.aux).containsEntry("redis-ver", "7.0.15").containsEntry("redis-bits", "64");
        assertThat(read.events).contains("database 0", "sizes 22 1", "database 3", "sizes 1 0", "database 15");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000, 16384})
    void reads_the_same_whatever_the_size_of_the_pieces(int pieceBytes) throws RdbFormatException {
        byte[] file = ReadSnapshot.file("strings.rdb");
        assertThat(ReadSnapshot.inPieces(file, pieceBytes).entries).isEqualTo(ReadSnapshot.of(file).entries);
    }

    @Test
    void refuses_a_file_cut_at_any_byte() {
        byte[] file = ReadSnapshot.file("strings.rdb");
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            RdbFormatException refused = catchThrowableOfType(RdbFormatException.class, () -> ReadSnapshot.of(cut));
            assertThat(refused).as("cut at %d", length).isNotNull();
            assertThat(refused.offset()).isBetween(0L, (long) length);
            assertThat(refused.got()).isEqualTo("the end");
        }
    }

    @Test
    void refuses_a_file_with_any_bit_flipped() {
        byte[] file = ReadSnapshot.file("lru.rdb");
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = file.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> ReadSnapshot.of(damaged))
                        .as("bit %d of byte %d", bit, at)
                        .isInstanceOf(RdbFormatException.class);
            }
        }
    }

    @Test
    void survives_noise_of_any_kind() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] magic = "REDIS0010".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[magic.length + random.nextInt(100)];
            random.nextBytes(noise);
            System.arraycopy(magic, 0, noise, 0, magic.length);
            try {
                ReadSnapshot.inPieces(noise, 1 + random.nextInt(noise.length));
            } catch (RdbFormatException refused) {
                assertThat(refused.offset()).as("seed %d", seed).isBetween(0L, (long) noise.length);
            }
        }
    }

    @Test
    void leaves_what_follows_the_snapshot_unread() throws RdbFormatException {
        byte[] file = ReadSnapshot.file("lru.rdb");
        byte[] more = Arrays.copyOf(file, file.length + 40);
        RdbReader reader = new RdbReader(new ReadSnapshot(), true);
        assertThat(reader.readAll(more, 0, more.length)).isEqualTo(Progress.OVER);
        assertThat(reader.unread()).hasSize(40);
        assertThat(reader.offset()).isEqualTo(file.length);
    }

    @Test
    void refuses_a_list_by_its_key_and_its_type() {
        assertThatThrownBy(() -> ReadSnapshot.of(ReadSnapshot.file("list.rdb")))
                .isInstanceOf(RdbFormatException.class)
                .hasMessageContaining("key 'mylist' of database 0, a list (type 18)")
                .hasMessageContaining("strings");
    }

    @Test
    void refuses_a_function_by_its_name() {
        assertThatThrownBy(() -> ReadSnapshot.of(ReadSnapshot.file("function.rdb")))
                .isInstanceOf(RdbFormatException.class)
                .hasMessageContaining("function library 'mylib'");
    }

    @Test
    void drops_idle_times_and_frequencies() throws RdbFormatException {
        assertThat(ReadSnapshot.of(ReadSnapshot.file("lru.rdb")).valueOf("a")).isEqualTo("1");
        assertThat(ReadSnapshot.of(ReadSnapshot.file("lfu.rdb")).valueOf("b")).isEqualTo("1");
    }

    @Test
    void reads_an_expiry_time_in_seconds() throws RdbFormatException {
        // Version 3 has no checksum.
        ReadSnapshot read = ReadSnapshot.of(bytes("5245444953 30303033 FE00 FD 00000060 00 01 6B 01 76 FF"));
        assertThat(read.found(0, "k").expireAtMillis()).isEqualTo(0x60000000L * 1000);
    }

    @Test
    void reads_lengths_of_32_and_64_bits() throws RdbFormatException {
        ReadSnapshot read = ReadSnapshot.of(
                bytes("5245444953 30303130 FE00 00 8000000001 6B 810000000000000002 7676 FF 0000000000000000"));
        assertThat(read.valueOf("k")).isEqualTo("vv");
    }

    @Test
    void takes_a_checksum_of_zero_for_none() throws RdbFormatException {
        assertThat(ReadSnapshot.of(bytes("5245444953 30303130 FF 0000000000000000")).entries)
                .isEmpty();
    }

    @Test
    void refuses_a_wrong_checksum_with_both_numbers() {
        assertThatThrownBy(() -> ReadSnapshot.of(bytes("5245444953 30303130 FF 0100000000000000")))
                .isInstanceOf(RdbFormatException.class)
                .hasMessageContaining("offset 10: wanted checksum ")
                .hasMessageContaining("got 1: CRC error, the bytes before it are damaged");
    }

    @Test
    void reads_on_with_a_wrong_checksum_where_it_is_told_not_to_check() throws RdbFormatException {
        byte[] file = bytes("5245444953 30303130 FF 0100000000000000");
        assertThat(new RdbReader(new ReadSnapshot(), false).readAll(file, 0, file.length))
                .isEqualTo(Progress.OVER);
    }

    @Test
    void passes_over_the_slots_of_a_redis_8_cluster() throws RdbFormatException {
        ReadSnapshot read =
                ReadSnapshot.of(bytes("5245444953 30303132 FE00 F4 4064 05 01 00 01 6B 01 76 FF 0000000000000000"));
        assertThat(read.valueOf("k")).isEqualTo("v");
    }

    @Test
    void passes_over_what_a_module_keeps_beside_the_keys() throws RdbFormatException {
        // Id of "ReJSON-RL" with version 3; when = 1; then one value of each kind, and their end.
        ReadSnapshot read = ReadSnapshot.of(bytes("5245444953 30303130 F7 81" + moduleId("ReJSON-RL", 3)
                + " 02 01  01 05  02 06  03 00000000  04 0000000000000000  05 02 6162  00"
                + " FE00 00 01 6B 01 76 FF 0000000000000000"));
        assertThat(read.events).contains("skipped auxiliary data of module 'ReJSON-RL'");
        assertThat(read.valueOf("k")).isEqualTo("v");
    }

    @Test
    void reads_valkey_9() throws RdbFormatException {
        assertThat(ReadSnapshot.of(bytes("56414C4B4559303830 FE00 00 01 6B 01 76 FF 0000000000000000"))
                        .valueOf("k"))
                .isEqualTo("v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REDIS0000", "REDIS0013", "REDIS9999", "REDISxxxx", "VALKEY011", "VALKEY081", "<!DOCTYPE"})
    void refuses_a_version_that_it_does_not_know(String magic) {
        byte[] file = magic.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> ReadSnapshot.of(file))
                .isInstanceOf(RdbFormatException.class)
                .hasMessageContaining("offset 0: wanted")
                .hasMessageContaining("'" + magic + "'");
    }

    @Test
    void refuses_an_opcode_that_nobody_writes() {
        assertThatThrownBy(() -> ReadSnapshot.of(bytes("5245444953 30303130 FE00 C8")))
                .isInstanceOf(RdbFormatException.class)
                .hasMessage("offset 11: wanted an opcode or a type of a value that this release knows, got 0xc8");
    }

    @Test
    void asks_for_no_memory_on_the_word_of_a_length() {
        // A string of 2^31 - 100 bytes, and one that claims to unpack 2 bytes to 1 GiB: neither is there.
        assertThatThrownBy(() -> ReadSnapshot.of(bytes("5245444953 30303130 FE00 00 807FFFFF9C 6B")))
                .isInstanceOf(RdbFormatException.class)
                .hasMessageContaining("the end");
        assertThatThrownBy(() -> ReadSnapshot.of(bytes("5245444953 30303130 FE00 00 C3 02 8040000000 0061")))
                .isInstanceOf(RdbFormatException.class)
                .hasMessageContaining("wanted at most 176 bytes out of 2 packed ones, got 1073741824");
    }

    @Test
    void reads_a_huge_value_in_small_pieces_in_time_that_grows_with_its_length() throws RdbFormatException {
        long small = nanosToRead(1 << 20);
        long large = nanosToRead(1 << 25);
        // 32 times the bytes. A reader that begins anew with each piece would take about 1000 times as long.
        assertThat(large).isLessThan(Math.max(small, 2_000_000) * 200);
    }

    private static long nanosToRead(int valueBytes) throws RdbFormatException {
        byte[] head = bytes("5245444953 30303130 FE00 00 01 6B 80" + String.format("%08X", valueBytes));
        byte[] tail = bytes("FF 0000000000000000");
        byte[] file = Arrays.copyOf(head, head.length + valueBytes + tail.length);
        System.arraycopy(tail, 0, file, head.length + valueBytes, tail.length);
        long start = System.nanoTime();
        assertThat(ReadSnapshot.inPieces(file, 1024).valueOf("k")).hasSize(valueBytes);
        return System.nanoTime() - start;
    }

    private static String moduleId(String name, int version) {
        String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        long id = 0;
        for (int i = 0; i < name.length(); i++) {
            id = (id << 6) | characters.indexOf(name.charAt(i));
        }
        return String.format("%016X", (id << 10) | version);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
