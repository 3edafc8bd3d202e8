package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.engine.SnapshotLoad.Mode;
import io.redisreplicaset.datanode.engine.SnapshotLoad.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SnapshotLoadTest {
    private static final Mode IN_PLACE = new Mode(false, true, false, Mode.UNKNOWN_SIZE);
    private static final Mode ASIDE = new Mode(true, true, false, Mode.UNKNOWN_SIZE);

    private final SnapshotFixture master = new SnapshotFixture();
    private final SnapshotFixture node = new SnapshotFixture();
    private final List<String> heard = new ArrayList<>();
    private final SnapshotLoad.Listener listener = new SnapshotLoad.Listener() {
        @Override
        public void began(LoadedFacts facts) {
            heard.add("began");
        }

        @Override
        public void expired(int database, byte[] key) {
            heard.add("expired " + database + "/" + new String(key, java.nio.charset.StandardCharsets.US_ASCII));
        }
    };
    private byte[] snapshot = new byte[0];

    @BeforeEach
    void three_keys_on_the_master() {
        master.set(0, "a", "1");
        master.set(0, "old", "2");
        master.set(4, "b", "3");
        expire(master, 0, "old", master.clock.unixMillis() - 1);
        snapshot = master.snapshot(SnapshotFacts.NONE);
    }

    @Test
    void a_master_leaves_expired_keys_out_and_tells_which() {
        SnapshotLoad load = node.runs.load(IN_PLACE, listener);
        assertThat(load.feed(snapshot, 0, snapshot.length)).isEqualTo(State.LOADED);
        assertThat(load.keysLoaded()).isEqualTo(2);
        assertThat(load.keysExpired()).isEqualTo(1);
        assertThat(node.core.keyspace().size()).isEqualTo(2);
        assertThat(heard).containsExactly("began", "expired 0/old");
    }

    @Test
    void a_replica_keeps_expired_keys_until_its_master_deletes_them() {
        SnapshotLoad load = node.runs.load(new Mode(false, false, false, Mode.UNKNOWN_SIZE), listener);
        load.feed(snapshot, 0, snapshot.length);
        assertThat(load.keysLoaded()).isEqualTo(3);
        assertThat(node.digest()).isEqualTo(master.digest());
    }

    @Test
    void the_node_is_loading_only_while_it_loads_in_place() {
        SnapshotLoad load = node.runs.load(IN_PLACE, listener);
        assertThat(node.core.isLoading()).isTrue();
        assertThat(node.runs.loading()).isSameAs(load);
        load.feed(snapshot, 0, snapshot.length);
        assertThat(node.core.isLoading()).isFalse();
        assertThat(node.runs.loading()).isNull();
        node.runs.load(ASIDE, listener);
        assertThat(node.core.isLoading()).isFalse();
    }

    @Test
    void data_loaded_aside_is_unseen_until_it_is_adopted_whole() {
        node.set(0, "mine", "x");
        SnapshotLoad load = node.runs.load(ASIDE, listener);
        load.feed(snapshot, 0, snapshot.length);
        assertThat(node.get(0, "mine")).isEqualTo("x");
        assertThat(node.get(0, "a")).isEqualTo("(none)");
        load.adopt();
        assertThat(node.get(0, "mine")).isEqualTo("(none)");
        assertThat(node.get(0, "a")).isEqualTo("1");
        assertThat(node.get(4, "b")).isEqualTo("3");
    }

    @Test
    void a_snapshot_cut_at_any_byte_leaves_the_old_data_and_says_where_it_ends() {
        node.set(0, "mine", "x");
        String before = node.digest();
        for (int length = 0; length < snapshot.length; length++) {
            SnapshotLoad load = node.runs.load(ASIDE, listener);
            load.feed(snapshot, 0, length);
            assertThat(load.endOfBytes()).isEqualTo(State.FAILED);
            assertThat(Objects.requireNonNull(load.failure()).got()).isEqualTo("the end");
            assertThat(node.digest()).isEqualTo(before);
            assertThatThrownBy(load::adopt).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void gives_back_the_bytes_behind_the_snapshot() {
        byte[] more = Arrays.copyOf(snapshot, snapshot.length + 40);
        Arrays.fill(more, snapshot.length, more.length, (byte) 'm');
        SnapshotLoad load = node.runs.load(ASIDE, listener);
        assertThat(load.feed(more, 0, more.length)).isEqualTo(State.LOADED);
        assertThat(load.rest()).isEqualTo(Arrays.copyOfRange(more, snapshot.length, more.length));
        assertThat(load.bytesLoaded()).isEqualTo(snapshot.length);
    }

    @Test
    void waits_between_keys_and_keeps_what_it_was_fed() {
        node.settings.set(Directives.KEY_LOAD_DELAY_MICROS, 1_000_000L);
        SnapshotLoad load = node.runs.load(ASIDE, listener);
        byte[] shared = snapshot.clone();
        assertThat(load.feed(shared, 0, shared.length)).isEqualTo(State.LOADING);
        assertThat(load.canTakeMore()).isFalse();
        Arrays.fill(shared, (byte) 0);
        for (int i = 0; i < 10 && load.state() == State.LOADING; i++) {
            assertThat(load.wantsTurnWithinNanos(node.clock.nanos())).isBetween(1L, 1_000_000_000L);
            assertThat(load.turn()).isEqualTo(State.LOADING);
            node.clock.advanceMillis(1000);
            load.turn();
        }
        assertThat(load.state()).isEqualTo(State.LOADED);
        assertThat(load.canTakeMore()).isTrue();
    }

    @Test
    void refuses_a_key_that_comes_twice_as_damage() {
        byte[] twice = HexBytes.of("5245444953 30303130 FE00 00 016B 0176 00 016B 0177 FF 0000000000000000");
        SnapshotLoad load = node.runs.load(ASIDE, listener);
        assertThat(load.feed(twice, 0, twice.length)).isEqualTo(State.FAILED);
        assertThat(load.failure()).hasMessageContaining("wanted each key once, got key 'k' of database 0 again");
    }

    @Test
    void replaces_keys_where_it_is_told_to() {
        node.set(0, "a", "mine");
        expire(node, 0, "a", 4102444800000L);
        SnapshotLoad load = node.runs.load(new Mode(false, true, true, Mode.UNKNOWN_SIZE), listener);
        assertThat(load.feed(snapshot, 0, snapshot.length)).isEqualTo(State.LOADED);
        assertThat(node.get(0, "a")).isEqualTo("1");
        assertThat(node.core.keyspace().database(0).expiringSize()).isZero();
    }

    @Test
    void refuses_a_database_that_this_node_does_not_have() {
        byte[] beyond = HexBytes.of("5245444953 30303130 FE10 00 016B 0176 FF 0000000000000000");
        SnapshotLoad load = node.runs.load(ASIDE, listener);
        assertThat(load.feed(beyond, 0, beyond.length)).isEqualTo(State.FAILED);
        assertThat(load.failure())
                .hasMessageContaining("wanted a database from 0 to 15 (`databases`), got database 16");
    }

    @Test
    void makes_no_room_for_keys_on_the_word_of_a_snapshot() {
        // It says that it has 2^62 keys.
        byte[] boast = HexBytes.of("5245444953 30303130 FE00 FB 814000000000000000 00 FF 0000000000000000");
        SnapshotLoad load = node.runs.load(new Mode(true, true, false, boast.length), listener);
        assertThat(load.feed(boast, 0, boast.length)).isEqualTo(State.LOADED);
        load = node.runs.load(ASIDE, listener);
        assertThat(load.feed(boast, 0, boast.length)).isEqualTo(State.LOADED);
    }

    @Test
    void a_load_that_is_cancelled_has_failed() {
        SnapshotLoad load = node.runs.load(IN_PLACE, listener);
        load.cancel();
        assertThat(load.state()).isEqualTo(State.FAILED);
        assertThat(node.core.isLoading()).isFalse();
    }

    private static void expire(SnapshotFixture node, int database, String key, long unixMillis) {
        var data = node.core.keyspace().database(database);
        data.expireAt(Objects.requireNonNull(data.find(SnapshotFixture.bytes(key))), unixMillis);
    }

    /// Bytes written as hex with blanks.
    private static final class HexBytes {
        static byte[] of(String hex) {
            return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
        }
    }
}
