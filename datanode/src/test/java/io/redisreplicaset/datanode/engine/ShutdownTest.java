package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.NodeControl.SaveOnExit;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.SavePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShutdownTest {
    @TempDir
    Path folder = Path.of("");

    private final SnapshotFixture node = new SnapshotFixture();
    private final List<String> done = new ArrayList<>();
    private final List<ShutdownParties.Replica> replicas = new ArrayList<>();
    private final FakeMember member = new FakeMember();
    private final ProcessExit exit = new ProcessExit() {
        @Override
        public void exit(int code) {
            done.add("exit " + code);
        }

        @Override
        public void halt(int code) {
            done.add("halt " + code);
        }
    };
    private final ShutdownParties parties = new ShutdownParties(
            wanted -> done.add(wanted ? "hold" : "go on"),
            new ShutdownParties.Replicas() {
                @Override
                public List<ShutdownParties.Replica> attached() {
                    return replicas;
                }

                @Override
                public void requestAcks() {
                    done.add("getack");
                }
            },
            member);
    private SnapshotsOnDisk disk = new SnapshotsOnDisk(node, folder);
    private Shutdown shutdown = shutdown();

    private final class FakeMember implements ShutdownParties.Member {
        boolean isMember;
        boolean isMaster;
        boolean canSave = true;

        @Override
        public boolean isMember() {
            return isMember;
        }

        @Override
        public void requestShutdown() {
            done.add("ask for relief");
        }

        @Override
        public boolean isMaster() {
            return isMaster;
        }

        @Override
        public void stop() {
            done.add("leave the set");
            if (!canSave) {
                throw new IllegalStateException("the data could not be saved: disk full");
            }
        }
    }

    private Shutdown shutdown() {
        return new Shutdown(node.core, node.runs, disk.snapshots, disk.disk, parties, exit, () -> false);
    }

    @BeforeEach
    void a_node_with_data_and_a_save_point() {
        disk = new SnapshotsOnDisk(node, folder);
        shutdown = shutdown();
        node.set(0, "a", "1");
        node.settings.set(Directives.SAVE, List.of(new SavePoint(3600, 1)));
    }

    private void turn() {
        shutdown.endOfTurn(node.clock.nanos());
    }

    @Test
    void saves_and_says_goodbye() throws IOException {
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        assertThat(done).containsExactly("hold", "hold", "exit 0");
        assertThat(disk.loaded()).isEqualTo(node.digest());
        assertThat(node.logged)
                .containsExactly(
                        "User requested shutdown...",
                        "Saving the final RDB snapshot before exiting.",
                        "DB saved on disk",
                        "Redis is now ready to exit, bye bye...");
    }

    @Test
    void saves_only_where_that_is_wanted() {
        node.settings.set(Directives.SAVE, List.of());
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        assertThat(disk.file()).doesNotExist();
        shutdown = shutdown();
        node.settings.set(Directives.SAVE, List.of(new SavePoint(3600, 1)));
        shutdown.shutdown(SaveOnExit.NEVER, false, false);
        assertThat(disk.file()).doesNotExist();
        shutdown = shutdown();
        node.settings.set(Directives.SAVE, List.of());
        shutdown.shutdown(SaveOnExit.ALWAYS, false, false);
        assertThat(disk.file()).exists();
    }

    @Test
    void waits_for_a_replica_that_lags_and_ends_when_it_is_there() {
        replicas.add(new ShutdownParties.Replica("10.0.0.2:6379", -5, 1, "online"));
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        turn();
        assertThat(done).containsExactly("hold", "getack");
        assertThat(shutdown.isShuttingDown()).isTrue();
        assertThat(serverInfo()).startsWith("shutdown_in_milliseconds:9");
        assertThat(shutdown.wantsTurnWithinNanos(node.clock.nanos())).isBetween(9_000_000_000L, 10_000_000_000L);
        replicas.set(0, new ShutdownParties.Replica("10.0.0.2:6379", 0, 0, "online"));
        turn();
        assertThat(done).endsWith("exit 0");
        assertThat(node.logged)
                .contains(
                        "Waiting for replicas before shutting down.",
                        "1 of 1 replicas are in sync when shutting down.");
        assertThat(node.logged.toString()).doesNotContain("Lagging");
    }

    @Test
    void does_not_wait_longer_than_the_timeout_and_names_who_lagged() {
        replicas.add(new ShutdownParties.Replica("10.0.0.2:6379", -5, 3, "online"));
        replicas.add(new ShutdownParties.Replica("10.0.0.3:6379", 0, 0, "online"));
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        node.clock.advanceMillis(9_900);
        turn();
        assertThat(done).doesNotContain("exit 0");
        node.clock.advanceMillis(200);
        turn();
        assertThat(done).endsWith("exit 0");
        assertThat(node.logged)
                .contains(
                        "Lagging replica 10.0.0.2:6379 reported offset 5 behind master, lag=3, state=online.",
                        "1 of 2 replicas are in sync when shutting down.");
    }

    @Test
    void does_not_wait_where_it_is_told_to_go_now() {
        replicas.add(new ShutdownParties.Replica("10.0.0.2:6379", -5, 3, "online"));
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, true, false);
        assertThat(done).containsExactly("hold", "exit 0");
    }

    @Test
    void goes_on_when_it_can_not_save() throws IOException {
        Files.createDirectories(disk.file().resolve("x"));
        assertThatThrownBy(() -> shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false))
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("ERR Errors trying to SHUTDOWN. Check logs.");
        assertThat(done).endsWith("go on").doesNotContain("exit 0");
        assertThat(shutdown.isShuttingDown()).isFalse();
        assertThat(node.logged)
                .contains(
                        "Error trying to save the DB, can't exit.",
                        "Errors trying to shut down the server. Check the logs for more information.");
        shutdown.shutdown(SaveOnExit.NEVER, false, false);
        assertThat(done).endsWith("exit 0");
    }

    @Test
    void goes_on_when_it_can_not_save_after_it_has_waited() throws IOException {
        replicas.add(new ShutdownParties.Replica("10.0.0.2:6379", -5, 3, "online"));
        Files.createDirectories(disk.file().resolve("x"));
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        replicas.clear();
        turn();
        assertThat(done).endsWith("go on").doesNotContain("exit 0");
        assertThat(shutdown.isShuttingDown()).isFalse();
    }

    @Test
    void leaves_unsaved_where_it_is_forced_to() throws IOException {
        Files.createDirectories(disk.file().resolve("x"));
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, true);
        assertThat(done).endsWith("exit 0");
        assertThat(node.logged).contains("Error trying to save the DB. Exit anyway.");
    }

    @Test
    void an_abort_takes_back_what_waits_and_nothing_else() {
        assertThat(shutdown.abortShutdown()).isFalse();
        replicas.add(new ShutdownParties.Replica("10.0.0.2:6379", -5, 3, "online"));
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        assertThat(shutdown.abortShutdown()).isTrue();
        turn();
        assertThat(done).containsExactly("hold", "getack", "go on");
        assertThat(node.logged.getLast()).isEqualTo("Shutdown manually aborted.");
        assertThat(shutdown.isShuttingDown()).isFalse();
    }

    @Test
    void a_node_that_is_loading_does_not_save_half_of_its_data() throws IOException {
        Files.writeString(disk.file(), "the old file");
        node.core.loading(true);
        shutdown.shutdown(SaveOnExit.ALWAYS, false, false);
        assertThat(done).endsWith("exit 0");
        assertThat(disk.file()).hasContent("the old file");
    }

    @Test
    void a_running_background_save_is_given_up_and_leaves_nothing() throws IOException {
        node.keySaveDelayMicros(1_000_000);
        disk.snapshots.saveInBackground(false, false);
        disk.turns(2);
        assertThat(disk.temporaries()).hasSize(1);
        node.keySaveDelayMicros(0);
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        disk.turns(1);
        assertThat(disk.temporaries()).isEmpty();
        assertThat(disk.loaded()).isEqualTo(node.digest());
    }

    @Test
    void a_master_of_a_set_first_waits_to_be_relieved() {
        member.isMember = true;
        member.isMaster = true;
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        turn();
        // Its clients still write: the successor is brought level by a switchover.
        assertThat(done).containsExactly("ask for relief");
        member.isMaster = false;
        turn();
        assertThat(done).containsExactly("ask for relief", "hold", "hold", "leave the set", "exit 0");
    }

    @Test
    void a_master_that_nobody_relieves_goes_all_the_same() {
        member.isMember = true;
        member.isMaster = true;
        replicas.add(new ShutdownParties.Replica("10.0.0.2:6379", -5, 3, "online"));
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        node.clock.advanceMillis(10_001);
        turn();
        assertThat(done).containsExactly("ask for relief", "hold", "getack");
        node.clock.advanceMillis(10_001);
        turn();
        assertThat(done).endsWith("leave the set", "exit 0");
    }

    @Test
    void a_member_saves_though_it_has_no_save_points_unless_it_is_told_not_to() {
        node.settings.set(Directives.SAVE, List.of());
        member.isMember = true;
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        assertThat(done).containsExactly("hold", "hold", "leave the set", "exit 0");
        done.clear();
        shutdown = shutdown();
        shutdown.shutdown(SaveOnExit.NEVER, false, false);
        assertThat(done).containsExactly("hold", "hold", "exit 0");
    }

    @Test
    void a_member_that_can_not_save_has_let_go_already_and_leaves_with_a_failure() {
        member.isMember = true;
        member.canSave = false;
        shutdown.shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
        assertThat(done).endsWith("leave the set", "exit 1");
        assertThat(node.logged)
                .contains("Error trying to save the DB. Exit anyway: the data could not be saved: disk full");
    }

    @Test
    void a_signal_begins_the_end_on_the_owners_thread() {
        List<Runnable> owner = new ArrayList<>();
        shutdown.signalled("SIGTERM", owner::add);
        assertThat(done).isEmpty();
        assertThat(node.logged).containsExactly("Received SIGTERM scheduling shutdown...");
        owner.forEach(Runnable::run);
        assertThat(done).endsWith("exit 0");
    }

    @Test
    void a_second_sigint_ends_the_process_at_once() throws IOException {
        List<Runnable> owner = new ArrayList<>();
        disk.disk.createNow(folder.toString(), "dump.rdb");
        shutdown.signalled("SIGINT", owner::add);
        assertThat(disk.temporaries()).hasSize(1);
        shutdown.signalled("SIGINT", owner::add);
        assertThat(done).containsExactly("halt 1");
        assertThat(disk.temporaries()).isEmpty();
        assertThat(node.logged.getLast()).isEqualTo("You insist... exiting now.");
    }

    @Test
    void a_signal_that_is_taken_back_before_its_turn_does_nothing() {
        List<Runnable> owner = new ArrayList<>();
        shutdown.signalled("SIGTERM", owner::add);
        assertThat(shutdown.abortShutdown()).isTrue();
        owner.forEach(Runnable::run);
        assertThat(done).isEmpty();
    }

    @Test
    void after_a_failed_save_the_next_sigint_is_a_new_try() throws IOException {
        Files.createDirectories(disk.file().resolve("x"));
        shutdown.signalled("SIGINT", Runnable::run);
        assertThat(node.logged).contains("Error trying to save the DB, can't exit.");
        Files.delete(disk.file().resolve("x"));
        Files.delete(disk.file());
        shutdown.signalled("SIGINT", Runnable::run);
        assertThat(done).endsWith("exit 0");
    }

    @Test
    void a_crash_is_a_halt() {
        shutdown.crash();
        assertThat(done).containsExactly("halt 139");
    }

    private String serverInfo() {
        StringBuilder text = new StringBuilder();
        shutdown.describe("server", new InfoReport.Lines(text));
        return text.toString();
    }
}
