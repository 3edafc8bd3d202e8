package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands drawn at random, with arguments at and over every edge, to a real server and to ours: each reply must be
/// the same, and so must the data in the end. What is told by the clock is asked for in absolute terms.
final class CommandsLikeRedisIT {
    private static final int COMMANDS = 15_000;
    private static final int BATCH = 250;
    private static final int MAX_SHOWN = 40;

    private static final String[] VALUES = {
        "",
        "0",
        "1",
        "-1",
        "7",
        "42",
        "-0",
        "00",
        "1.5",
        "-2.25",
        "1e3",
        ".5",
        "3.0",
        "0x10",
        "inf",
        "nan",
        " 1",
        "1 ",
        "abc",
        "ABC",
        "long ".repeat(30),
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "2147483647",
        "4294967296",
        "99999999999999999999",
        "\0",
        "\u00ff\u00fe",
        "1e400",
        "17179869184",
        "100"
    };
    private static final String[] OFFSETS = {
        "0",
        "1",
        "-1",
        "2",
        "3",
        "5",
        "-3",
        "10",
        "100",
        "-100",
        "9223372036854775807",
        "-9223372036854775808",
        "4294967295",
        "2147483647",
        "536870912",
        "x",
        "1.0",
        ""
    };
    /// Redis adds in binary and this node in decimal: they agree where the sum is short.
    private static final String[] FRACTIONS = {
        "0", "1.5", "-2.25", "0.125", "1e3", "-3.0e2", "100", "inf", "-inf", "nan", "x", "", " 1", "1 ", "+5"
    };
    /// Far enough away, or long ago.
    private static final String[] TIMES = {
        "4102444800",
        "4102444800000",
        "1",
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775",
        "-9223372036854775808",
        "x",
        "",
        "1.5"
    };
    private static final String[] SET_OPTIONS = {
        "NX",
        "XX",
        "GET",
        "KEEPTTL",
        "EXAT 4102444800",
        "PXAT 4102444800000",
        "EX x",
        "PX 0",
        "EX -1",
        "EXAT",
        "nx xx",
        "exat 4102444800 keepttl",
        "GET GET",
        "bogus"
    };
    private static final String[] EXPIRE_OPTIONS = {"NX", "XX", "GT", "LT", "NX XX", "GT LT", "XX GT", "bogus", "nx"};

    @TempDir
    Path folder = Path.of("");

    private static String any(Random random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static String key(Random random) {
        return "k" + random.nextInt(6);
    }

    private static List<String> command(Random random) {
        String line = switch (random.nextInt(40)) {
            case 0, 1, 2, 3 -> "SET K V" + (random.nextInt(3) == 0 ? " " + any(random, SET_OPTIONS) : "");
            case 4, 5 -> "GET K";
            case 6 -> "SETNX K V";
            case 7 -> any(random, "SETEX K -1 V", "SETEX K 0 V", "PSETEX K x V", "SETEX K 9223372036854775807 V");
            case 8 -> "GETSET K V";
            case 9 -> "GETDEL K";
            case 10 ->
                "GETEX K" + any(random, "", " PERSIST", " EXAT T", " PXAT T", " EX x", " EXAT 1 PERSIST", " bogus");
            case 11, 12 -> "APPEND K V";
            case 13 -> "STRLEN K";
            case 14, 15 -> "SETRANGE K N V";
            case 16 -> "GETRANGE K N N";
            case 17 -> "SUBSTR K N N";
            case 18 -> "INCR K";
            case 19 -> "DECR K";
            case 20, 21 -> "INCRBY K V";
            case 22 -> "DECRBY K V";
            case 23, 24 -> any(random, "INCRBYFLOAT f F", "INCRBYFLOAT f F", "SET f F", "INCRBYFLOAT g F", "SET g F");
            case 25 -> "MGET K K K";
            case 26 -> any(random, "MSET K V K V", "MSET K V K", "MSETNX K V K V", "MSETNX K V");
            case 27 -> any(random, "DEL K K", "UNLINK K", "EXISTS K K K", "TOUCH K K", "TYPE K");
            case 28 -> "EXPIREAT K T" + (random.nextBoolean() ? "" : " " + any(random, EXPIRE_OPTIONS));
            case 29 -> "PEXPIREAT K T" + (random.nextBoolean() ? "" : " " + any(random, EXPIRE_OPTIONS));
            case 30 -> any(random, "EXPIRE K -1", "PEXPIRE K x", "EXPIRE K 9223372036854775807", "EXPIRE K");
            case 31 -> any(random, "PERSIST K", "EXPIRETIME K", "PEXPIRETIME K");
            case 32 -> any(random, "RENAME K K", "RENAMENX K K");
            case 33 ->
                any(
                        random,
                        "COPY K K",
                        "COPY K K REPLACE",
                        "COPY K K DB 1 REPLACE",
                        "COPY K K DB 99",
                        "COPY K K bogus");
            case 34 -> any(random, "MOVE K 1", "MOVE K 0", "MOVE K 99", "MOVE K x");
            case 35 -> any(random, "SELECT 0", "SELECT 1", "SELECT N", "DBSIZE", "SWAPDB 0 1", "SWAPDB 0 V");
            case 36 -> any(random, "OBJECT ENCODING K", "OBJECT REFCOUNT none", "OBJECT bogus K", "OBJECT ENCODING");
            case 37 -> any(random, "MULTI", "EXEC", "DISCARD", "WATCH K", "UNWATCH");
            case 38 -> any(random, "ECHO V", "PING", "PING V", "PING V V", "GET", "SET K", "NOSUCH K V", "PUBLISH K V");
            default ->
                any(random, "GET K K", "INCR K V", "FLUSHDB", "FLUSHALL ASYNC", "FLUSHDB bogus", "SCAN x", "WAIT 0 0");
        };
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            words.add(
                    switch (word) {
                        case "K" -> key(random);
                        case "V" -> any(random, VALUES);
                        case "N" -> any(random, OFFSETS);
                        case "F" -> any(random, FRACTIONS);
                        case "T" -> any(random, TIMES);
                        default -> word;
                    });
        }
        return words;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void every_reply_is_the_same(int protocol) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> differences = new ArrayList<>();
        try (Server redis = Program.REDIS.start(folder, "redis");
                Server node = Program.NODE.start(folder, "node");
                Wire toRedis = redis.wire();
                Wire toNode = node.wire()) {
            // Its fields differ by name, version and id.
            toRedis.call("HELLO", Integer.toString(protocol));
            toNode.call("HELLO", Integer.toString(protocol));
            for (int done = 0; done < COMMANDS; done += BATCH) {
                List<List<String>> batch = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    batch.add(command(random));
                }
                for (List<String> each : batch) {
                    toRedis.send(each.toArray(String[]::new));
                    toNode.send(each.toArray(String[]::new));
                }
                for (List<String> each : batch) {
                    String expected = toRedis.readText();
                    String found = toNode.readText();
                    if (!found.equals(expected) && differences.size() < MAX_SHOWN) {
                        differences.add(each + ": Redis says '" + expected + "', this node '" + found + "'");
                    }
                }
            }
            assertThat(differences).as("seed %d", seed).isEmpty();
            assertThat(node.digest()).as("seed %d", seed).isEqualTo(redis.digest());
        }
    }
}
