package io.redisreplicaset.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.LastFailover;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordInStatusTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-11-21T11:00:00Z");
    private static final RedisReplicaSetStatus EMPTY = RedisReplicaSetStatus.empty();

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @Test
    void any_record_comes_back_from_a_status_as_it_was_written() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            SetRecord record = new RandomRecord(random).next();

            RedisReplicaSetStatus written =
                    RecordInStatus.write(EMPTY, record, TEN).build();

            assertThat(RecordInStatus.read(record.version(), throughTheWire(written)))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(record);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_of_attempt_comes_back(Attempt.Kind kind) {
        for (Attempt.Stage stage : Attempt.Stage.values()) {
            SetRecord record = Scene.atRest().sight().record().withAttempt(Optional.of(attempt(kind, stage)));

            RedisReplicaSetStatus written =
                    RecordInStatus.write(EMPTY, record, TEN).build();

            assertThat(RecordInStatus.read("7", throughTheWire(written)))
                    .as("%s", stage)
                    .isEqualTo(record);
        }
    }

    @Test
    void a_set_that_was_never_begun_is_the_record_of_an_empty_status() {
        assertThat(RecordInStatus.read("1", EMPTY)).isEqualTo(SetRecord.initial("1"));
    }

    @Test
    void what_else_stands_in_the_status_stays() {
        RedisReplicaSetStatus before = EMPTY.toBuilder()
                .phase(Phase.RUNNING)
                .phaseReason("3 of 3 nodes serve")
                .replicas(3)
                .readyReplicas(3)
                .selector("a=b")
                .revision("0123456789")
                .build();

        RedisReplicaSetStatus after = RecordInStatus.write(
                        before, Scene.atRest().sight().record(), TEN)
                .build();

        assertThat(after)
                .extracting(
                        RedisReplicaSetStatus::phase,
                        RedisReplicaSetStatus::phaseReason,
                        RedisReplicaSetStatus::replicas,
                        RedisReplicaSetStatus::readyReplicas,
                        RedisReplicaSetStatus::selector,
                        RedisReplicaSetStatus::revision)
                .containsExactly(Phase.RUNNING, "3 of 3 nodes serve", 3, 3, "a=b", "0123456789");
    }

    @Test
    void a_new_masters_time_begins_when_it_is_written() {
        SetRecord record = Scene.atRest().sight().record();
        RedisReplicaSetStatus first = RecordInStatus.write(EMPTY, record, TEN).build();

        SetRecord moved = record.withMaster(new MasterRecord(new Voter("disk-1", "cache-1"), 2), 1);

        assertThat(first.masterSince()).isEqualTo(TEN);
        assertThat(RecordInStatus.write(first, moved, ELEVEN).build().masterSince())
                .isEqualTo(ELEVEN);
    }

    @Test
    void a_master_that_stays_keeps_its_time_also_in_a_later_epoch() {
        SetRecord record = Scene.atRest().sight().record();
        RedisReplicaSetStatus first = RecordInStatus.write(EMPTY, record, TEN).build();

        SetRecord again = record.withMaster(new MasterRecord(new Voter("disk-0", "cache-0"), 2), 1);

        assertThat(RecordInStatus.write(first, again, ELEVEN).build().masterSince())
                .isEqualTo(TEN);
    }

    @Test
    void an_attempt_that_has_ended_leaves_nothing() {
        SetRecord record = Scene.atRest().sight().record();
        RedisReplicaSetStatus during = RecordInStatus.write(
                        EMPTY,
                        record.withAttempt(Optional.of(attempt(Attempt.Kind.FAILOVER, Attempt.Stage.FENCING))),
                        TEN)
                .build();

        assertThat(RecordInStatus.write(during, record, TEN).build().failover()).isNull();
    }

    @Test
    void a_reason_that_is_longer_than_the_schema_allows_is_cut() {
        Attempt attempt = new Attempt(
                2,
                "somebody",
                Attempt.Kind.FAILOVER,
                Attempt.Stage.FENCING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "x".repeat(300),
                0,
                TEN);

        RedisReplicaSetStatus written = RecordInStatus.write(
                        EMPTY, Scene.atRest().sight().record().withAttempt(Optional.of(attempt)), TEN)
                .build();

        assertThat(RecordInStatus.read("7", written).attempt().orElseThrow().reason())
                .isEqualTo("x".repeat(255) + "…");
    }

    @ParameterizedTest
    @CsvSource({"kind, Dreaming, Fencing", "stage, Failover, Dreaming"})
    void an_attempt_of_a_newer_release_is_not_acted_upon(String field, String kind, String stage) {
        RedisReplicaSetStatus status = serialization.unmarshal("""
                epoch: 8
                failover: {epoch: 8, kind: %s, stage: %s, coordinator: x, reason: dead, detectMillis: 0,
                  startedAt: "2026-11-21T10:00:00Z"}
                """.formatted(kind, stage), RedisReplicaSetStatus.class);

        assertThatThrownBy(() -> RecordInStatus.read("1", status))
                .isInstanceOf(RecordInStatus.NewerStatus.class)
                .hasMessage("status.failover." + field
                        + " holds a word of a newer release: this operator leaves the set alone");
    }

    @Test
    void a_master_without_a_disk_is_none() {
        RedisReplicaSetStatus status =
                EMPTY.toBuilder().epoch(4).master("cache-0").masterEpoch(4).build();

        assertThat(RecordInStatus.read("1", status).master()).isEmpty();
    }

    private RedisReplicaSetStatus throughTheWire(RedisReplicaSetStatus status) {
        return serialization.unmarshal(serialization.asJson(status), RedisReplicaSetStatus.class);
    }

    private static Attempt attempt(Attempt.Kind kind, Attempt.Stage stage) {
        return new Attempt(
                2,
                "operator-7f-1",
                kind,
                stage,
                Optional.of(new Voter("disk-0", "cache-0")),
                Optional.of(new Voter("disk-1", "cache-1")),
                Optional.of(new VoterGroup(List.of(new Voter("disk-1", "cache-1")), 1)),
                "cache-0: it does not answer",
                2100,
                TEN);
    }

    /// Any record that the schema can hold.
    private record RandomRecord(Random random) {
        SetRecord next() {
            return new SetRecord(
                    String.valueOf(random.nextInt(1000)),
                    random.nextInt(100),
                    random.nextInt(100),
                    random.nextInt(100),
                    random.nextBoolean() ? VoterGroup.NONE : group(),
                    maybe(this::group),
                    maybe(() -> new MasterRecord(voter(random.nextInt(9)), random.nextInt(100))),
                    maybe(this::attempt),
                    random.nextInt(100),
                    maybe(this::last),
                    maybe(() -> "revision-" + random.nextInt(100)));
        }

        private <T> T one(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private Attempt attempt() {
            return new Attempt(
                    random.nextInt(100),
                    "coordinator-" + random.nextInt(10),
                    one(List.of(Attempt.Kind.values())),
                    one(List.of(Attempt.Stage.values())),
                    maybe(() -> voter(random.nextInt(9))),
                    maybe(() -> voter(random.nextInt(9))),
                    maybe(this::group),
                    "reason " + random.nextInt(100),
                    random.nextInt(5000),
                    instant());
        }

        private LastFailover last() {
            return new LastFailover(
                    maybe(() -> "cache-" + random.nextInt(9)),
                    "cache-" + random.nextInt(9),
                    "reason " + random.nextInt(100),
                    random.nextInt(5000),
                    random.nextInt(5000),
                    instant());
        }

        private Instant instant() {
            return TEN.plusNanos(random.nextLong(1_000_000_000_000L));
        }

        private VoterGroup group() {
            int size = 1 + random.nextInt(9);
            return new VoterGroup(IntStream.range(0, size).mapToObj(this::voter).toList(), 1 + random.nextInt(size));
        }

        private Voter voter(int ordinal) {
            return new Voter("disk-" + random.nextInt(1000), "cache-" + ordinal);
        }

        private <T> Optional<T> maybe(Supplier<T> value) {
            return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
        }
    }
}
