package io.redisreplicaset.datanode.persistence.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.keyspace.StringValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RdbWriterTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    @Test
    void writes_the_bytes_that_redis_would() {
        RdbWriter writer = new RdbWriter(true, false);
        writer.begin();
        writer.aux("redis-bits", "64");
        writer.database(0, 2, 1);
        writer.entry(ascii("k"), StringValue.of(ascii("v")), 4102444800123L);
        writer.entry(ascii("300"), StringValue.of(ascii("-5")), RdbVisitor.NEVER);
        writer.end();
        drain(writer);
        assertThat(HexFormat.of().formatHex(file.toByteArray()))
                .isEqualTo("524544495330303130" + "fa0a72656469732d62697473c040" + "fe00fb0201" + "fc7bd8c32cbb030000"
                        + "00016b0176" + "00c12c01c0fb" + "ff0000000000000000");
    }

    @Test
    void gives_back_every_value_whatever_it_is() throws RdbFormatException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> wanted = new LinkedHashMap<>();
        RdbWriter writer = new RdbWriter(random.nextBoolean(), random.nextBoolean());
        writer.begin();
        for (int i = 0; i < 3000; i++) {
            int database = random.nextInt(3);
            byte[] value = randomValue(random);
            byte[] key =
                    ascii(random.nextBoolean() ? "key" + i : Long.toString(random.nextLong() >> random.nextInt(64)));
            wanted.put(database + "/" + text(key), text(value));
            writer.database(database, 1000, 0);
            writer.entry(key, StringValue.of(value), RdbVisitor.NEVER);
            while (writer.hasRest()) {
                writer.writeRest(1 + random.nextInt(100_000));
                drainSometimes(writer, random);
            }
            drainSometimes(writer, random);
        }
        writer.end();
        drain(writer);

        ReadSnapshot read = ReadSnapshot.of(file.toByteArray());
        Map<String, String> found = new LinkedHashMap<>();
        read.entries.forEach((key, entry) -> found.put(key, entry.value()));
        assertThat(found).as("seed %d", seed).isEqualTo(wanted);
    }

    @Test
    void writes_the_sizes_of_a_database_once_though_databases_alternate() throws RdbFormatException {
        RdbWriter writer = new RdbWriter(true, true);
        writer.begin();
        for (int i = 0; i < 3; i++) {
            writer.database(0, 3, 0);
            writer.entry(ascii("a" + i), StringValue.of(i), RdbVisitor.NEVER);
            writer.database(5, 3, 0);
            writer.entry(ascii("b" + i), StringValue.of(i), RdbVisitor.NEVER);
        }
        writer.end();
        drain(writer);
        ReadSnapshot read = ReadSnapshot.of(file.toByteArray());
        assertThat(read.entries).hasSize(6);
        assertThat(read.events.stream().filter("sizes 3 0"::equals)).hasSize(2);
        assertThat(read.events.stream().filter("database 0"::equals)).hasSize(3);
    }

    @Test
    void writes_a_long_value_as_it_was_though_it_changes_meanwhile() throws RdbFormatException {
        byte[] original = new byte[1_000_000];
        new Random(5).nextBytes(original);
        StringValue.Bytes value = (StringValue.Bytes) StringValue.of(original.clone());
        RdbWriter writer = new RdbWriter(true, true);
        writer.begin();
        writer.database(0, 1, 0);
        writer.entry(ascii("k"), value, RdbVisitor.NEVER);
        assertThat(writer.hasRest()).isTrue();
        writer.writeRest(1000);
        value.replaceRange(500_000, ascii("changed"), 0, 7);
        value.replaceRange(value.length(), ascii("longer"), 0, 6);
        while (writer.hasRest()) {
            writer.writeRest(1000);
        }
        writer.end();
        drain(writer);
        assertThat(ReadSnapshot.of(file.toByteArray()).valueOf("k")).isEqualTo(text(original));
        assertThat(value.length()).isEqualTo(1_000_006);
        assertThat(text(Arrays.copyOfRange(value.bytes(), 500_000, 500_007))).isEqualTo("changed");
    }

    @Test
    void refuses_an_entry_inside_of_another() {
        RdbWriter writer = new RdbWriter(true, true);
        writer.begin();
        writer.database(0, 1, 0);
        writer.entry(ascii("k"), StringValue.of(new byte[1_000_000]), RdbVisitor.NEVER);
        assertThatThrownBy(() -> writer.entry(ascii("l"), StringValue.of(1), RdbVisitor.NEVER))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::end).isInstanceOf(IllegalStateException.class);
    }

    private void drainSometimes(RdbWriter writer, Random random) {
        if (random.nextInt(10) == 0) {
            drain(writer);
        }
    }

    private void drain(RdbWriter writer) {
        file.write(writer.buffer(), 0, writer.size());
        writer.drained();
    }

    private static byte[] randomValue(Random random) {
        if (random.nextInt(3) == 0) {
            return ascii(Long.toString(random.nextLong() >> random.nextInt(64)));
        }
        byte[] value = new byte[random.nextInt(random.nextInt(500) == 0 ? 1_000_000 : 200)];
        if (random.nextBoolean()) {
            random.nextBytes(value);
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
