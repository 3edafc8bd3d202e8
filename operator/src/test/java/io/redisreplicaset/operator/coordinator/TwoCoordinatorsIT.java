package io.redisreplicaset.operator.coordinator;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redisreplicaset.operator.UnixSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Nobody is trusted to be alone, or to come to an end with what it began: real nodes, one record, and coordinators
/// that
/// get in each other's way or die.
final class TwoCoordinatorsIT {
    @TempDir
    private Path folder = Path.of("");

    private RealSet set;
    private OpenWrites openWrites;

    @BeforeEach
    void start() throws IOException {
        set = RealSet.start(folder);
        openWrites = new OpenWrites(set);
    }

    @AfterEach
    void end() {
        set.end();
    }

    @Test
    void two_at_once_are_harmless() throws IOException, InterruptedException {
        LoneCoordinator one = new LoneCoordinator("one", set).start();
        LoneCoordinator two = new LoneCoordinator("two", set).start();
        set.awaitHealthy();

        for (int round = 0; round < 3; round++) {
            String killed = set.master();
            set.node(killed).kill();
            awaitAnotherThan(killed);
            set.startAgain(killed);
            set.awaitHealthy();
        }
        String frozen = set.master();
        set.node(frozen).send(UnixSignal.STOP);
        awaitAnotherThan(frozen);
        set.node(frozen).send(UnixSignal.CONT);
        set.awaitHealthy();

        one.die();
        two.die();
        assertNoEpochHadTwoMasters();
        assertThat(set.store.record().failovers()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void a_failover_whose_coordinator_dies_before_or_after_any_write_is_finished_by_another()
            throws IOException, InterruptedException {
        LoneCoordinator present = new LoneCoordinator("present-0", set).start();
        set.awaitHealthy();

        for (int save = 1; save <= 3; save++) {
            for (boolean before : new boolean[] {true, false}) {
                String killed = set.master();
                present.dieAtSave(save, before);
                set.node(killed).kill();
                present.awaitDeath();

                present = new LoneCoordinator("present-" + save + before, set).start();
                awaitAnotherThan(killed);
                set.startAgain(killed);
                set.awaitHealthy();
            }
        }

        present.die();
        assertNoEpochHadTwoMasters();
    }

    @Test
    void a_failover_whose_coordinator_dies_at_any_moment_is_finished_by_another(TestReporter reporter)
            throws IOException, InterruptedException {
        long seed = System.nanoTime();
        reporter.publishEntry("seed", String.valueOf(seed));
        Random random = new Random(seed);
        LoneCoordinator present = new LoneCoordinator("present-0", set).start();
        set.awaitHealthy();

        for (int round = 1; round <= 4; round++) {
            String killed = set.master();
            set.node(killed).kill();
            set.startAgain(killed);
            await().pollDelay(ofMillis(random.nextInt(120))).until(() -> true);
            present.die();

            present = new LoneCoordinator("present-" + round, set).start();
            set.awaitHealthy();
        }

        present.die();
        assertNoEpochHadTwoMasters();
    }

    private void awaitAnotherThan(String name) {
        await("another master than " + name)
                .atMost(ofSeconds(60))
                .pollInterval(ofMillis(10))
                .pollDelay(ZERO)
                .until(() -> !set.master().equals(name));
    }

    private void assertNoEpochHadTwoMasters() throws InterruptedException {
        assertThat(openWrites.end())
                .isNotEmpty()
                .allSatisfy((epoch, nodes) ->
                        assertThat(nodes).as("epoch %d", epoch).hasSize(1));
    }
}
