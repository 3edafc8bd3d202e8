package io.redisreplicaset.operator.local;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redisreplicaset.operator.UnixSignal;
import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.node.NodeConnection;
import io.redisreplicaset.operator.node.NodeTalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One set, to which each test does something. A set that is whole again is what each of them begins with.
final class LocalRunIT {
    private static RunningSet set;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        set = RunningSet.start(folder, RunningSet.spec(3));
    }

    @AfterAll
    static void end() throws InterruptedException {
        set.stop();
    }

    @BeforeEach
    void mend() throws IOException {
        set.save(RunningSet.spec(3));
        set.awaitWhole(3);
        set.awaitThat("a star again", () -> upstreams().equals(star(3)));
        set.forget();
    }

    @Test
    void what_is_written_at_the_masters_port_is_read_at_the_replicas() throws IOException {
        writeToAll("greeting", "hello", 2);

        for (int connection = 0; connection < 4; connection++) {
            assertThat(NodeTalk.ask(set.replicaPort(), "GET", "greeting")).isEqualTo("hello");
        }
        assertThat(NodeTalk.ask(set.replicaPort(), "SET", "greeting", "no")).startsWith("-READONLY");
    }

    @Test
    void it_is_shown_in_the_columns_of_kubectl_with_its_nodes() {
        set.lookBack();
        assertThat(set.printed())
                .anyMatch(line -> line.matches(
                        "NAME +REPLICAS +READY +MASTER +PHASE +AGE +EPOCH +DURABILITY +TOPOLOGY +LAST-FAILOVER"))
                .anyMatch(line -> line.matches("cache +3 +3 +cache-\\d +Running +\\S+ +\\d+ +Async +Star.*"))
                .anyMatch(line -> line.matches(" {2}NODE +ROLE +UPSTREAM +READY +LINK +PORT +PID"))
                .anyMatch(line -> line.matches(" {2}cache-\\d +replica +cache-\\d +true +up +\\d+ +\\d+"));
        assertThat(set.complaints()).isEmpty();
    }

    @Test
    void a_master_that_is_killed_is_replaced_and_comes_back_as_a_replica() throws IOException {
        writeToAll("before", "it", 2);
        String killed = set.master();
        long epoch = set.status().epoch();

        UnixSignal.KILL.to(set.pidOf(killed));
        set.awaitPrinted(killed + " ended with signal 9");
        // One try: a connection that comes meanwhile waits for the new master.
        String reply = NodeTalk.ask(set.port(), "SET", "after", "it");

        assertThat(reply).isEqualTo("OK");
        set.awaitThat("another master", () -> !set.master().equals(killed));
        assertThat(set.status().epoch()).isGreaterThan(epoch);
        set.awaitThat("all in their places", () -> upstreams().equals(star(3)));
        set.awaitWhole(3);
        assertThat(NodeTalk.ask(set.nodePort(killed), "GET", "before")).isEqualTo("it");
        assertThat(set.printed())
                .anyMatch(
                        line -> line.contains("Warning  NodeFailed") && line.contains(killed + " ended with signal 9"))
                .anyMatch(line -> line.contains("Warning  FailoverStarted"))
                .anyMatch(line -> line.contains("Normal   FailoverCompleted"));
    }

    @Test
    void a_master_that_is_frozen_is_replaced_and_follows_when_it_goes_on() throws IOException {
        String frozen = set.master();
        long pid = set.pidOf(frozen);

        UnixSignal.STOP.to(pid);
        try {
            set.awaitThat(
                    "another master",
                    () -> !set.master().equals(frozen) && set.status().failover() == null);
            assertThat(NodeTalk.ask(set.port(), "SET", "meanwhile", "it")).isEqualTo("OK");
        } finally {
            UnixSignal.CONT.to(pid);
        }

        set.awaitThat("all in their places", () -> upstreams().equals(star(3)));
        set.awaitWhole(3);
        assertThat(set.pidOf(frozen)).as("the same process").isEqualTo(pid);
        assertThat(NodeTalk.ask(set.nodePort(frozen), "GET", "meanwhile")).isEqualTo("it");
    }

    @Test
    void a_replica_that_is_killed_is_started_again_and_the_master_stays() throws IOException {
        String master = set.master();
        long epoch = set.status().masterEpoch();
        String killed = replicas().getFirst();

        UnixSignal.KILL.to(set.pidOf(killed));

        set.awaitPrinted(killed + " ended with signal 9");
        set.awaitWhole(3);
        assertThat(set.master()).isEqualTo(master);
        assertThat(set.status().masterEpoch()).isEqualTo(epoch);
    }

    @Test
    void nodes_are_added_and_taken_away_by_saving_the_file() throws IOException {
        set.save(RunningSet.spec(5));
        set.awaitWhole(5);
        writeToAll("five", "nodes", 4);
        assertThat(set.nodePids()).hasSize(5);

        set.save(RunningSet.spec(3));
        set.awaitWhole(3);

        set.awaitThat("the end of the others", () -> set.nodePids().size() == 3);
        assertThat(set.printed())
                .anyMatch(line -> line.endsWith("From 3 to 5 nodes"))
                .anyMatch(line -> line.endsWith("From 5 to 3 nodes"));
        assertThat(set.warnings()).isEmpty();
    }

    @Test
    void a_master_whose_node_is_taken_away_hands_over_first() throws IOException {
        String last = "cache-2";
        set.save(RunningSet.spec(3, List.of("redisreplicaset.io/switchover-to: " + last)));
        set.awaitThat("the last one as master", () -> set.master().equals(last));

        set.save(RunningSet.spec(2));

        set.awaitWhole(2);
        assertThat(set.master()).isNotEqualTo(last);
        assertThat(set.printed()).anyMatch(line -> line.contains("scale-down of the master's node"));
    }

    @Test
    void a_star_becomes_a_chain_by_saving_the_file() throws IOException {
        set.save(RunningSet.spec(3, "topology: {type: Chain}"));

        set.awaitThat(
                "a chain",
                () -> new ArrayList<>(upstreams().values()).stream().distinct().count() == 2);
        set.awaitWhole(3);
        List<String> replicas = replicas();
        set.awaitThat(
                "the nodes in their new places",
                () -> set.printed().stream()
                        .anyMatch(line -> line.matches(
                                " {2}" + replicas.getLast() + " +replica +" + replicas.getFirst() + " +true +up.*")));
    }

    @Test
    void a_switchover_is_asked_for_by_an_annotation() throws IOException {
        String wanted = replicas().getLast();

        set.save(RunningSet.spec(3, List.of("redisreplicaset.io/switchover-to: " + wanted)));

        set.awaitThat("the switchover", () -> set.master().equals(wanted));
        set.awaitPrinted("SwitchoverCompleted");
        set.awaitWhole(3);
        assertThat(set.printed()).anyMatch(line -> line.contains("SwitchoverStarted"));
        assertThat(set.warnings()).isEmpty();
    }

    @Test
    void a_save_that_is_not_valid_is_refused_with_the_fields_name_and_changes_nothing() throws IOException {
        List<?> before = whatASpecChangesOnceItHasSettled();

        set.save(RunningSet.spec(3, "durability: Sometimes"));

        set.awaitPrinted("Warning  SpecRejected");
        assertThat(set.printed())
                .filteredOn(line -> line.contains("SpecRejected"))
                .singleElement()
                .asString()
                .contains("spec.durability: wanted one of Async, Quorum, got \"Sometimes\"");
        assertThat(whatASpecChanges()).isEqualTo(before);
    }

    @Test
    void a_set_that_is_paused_is_left_alone_and_taken_up_again() throws IOException {
        set.save(RunningSet.spec(3, "paused: true"));
        set.awaitPrinted("Paused");
        String master = set.master();

        UnixSignal.KILL.to(set.pidOf(master));
        set.awaitPrinted(master + " ended with signal 9");
        assertThat(set.master()).isEqualTo(master);
        assertThat(set.status().failover()).isNull();

        set.save(RunningSet.spec(3));
        set.awaitPrinted("Resumed");
        set.awaitWhole(3);
    }

    @Test
    void a_state_that_cannot_be_written_keeps_the_set_as_it_is_and_is_written_when_it_can() throws IOException {
        String master = set.master();
        Path inTheWay = Files.createDirectory(set.dataFolder().resolve("state.json.new"));

        UnixSignal.KILL.to(set.pidOf(master));
        set.awaitPrinted("ReconcileFailed");
        assertThat(set.master()).as("no epoch is taken that is not written").isEqualTo(master);

        Files.delete(inTheWay);
        set.awaitWhole(3);
        assertThat(NodeTalk.ask(set.port(), "SET", "written", "again")).isEqualTo("OK");
    }

    // ------------------------------------------------------------------ what is done

    /// Over one connection: WAIT asks for the writes of its own.
    private static void writeToAll(String key, String value, int replicas) throws IOException {
        try (NodeConnection connection = NodeTalk.open(set.port())) {
            assertThat(NodeTalk.ask(connection, "SET", key, value)).isEqualTo("OK");
            assertThat(NodeTalk.ask(connection, "WAIT", String.valueOf(replicas), "5000"))
                    .isEqualTo(String.valueOf(replicas));
        }
    }

    // ------------------------------------------------------------------ what it looks like

    /// All that could be otherwise if a spec had been applied. What else there is in a status may move by itself, as
    /// when a reply comes late.
    private static List<?> whatASpecChanges() {
        RedisReplicaSetStatus status = set.status();
        return Arrays.asList(
                status.observedGeneration(),
                status.revision(),
                status.epoch(),
                status.master(),
                status.voters(),
                set.nodePids());
    }

    /// The spec that each test begins with may still be taking hold.
    private static List<?> whatASpecChangesOnceItHasSettled() {
        List<List<?>> looks = new ArrayList<>();
        await("a set at rest")
                .atMost(RunningSet.PATIENCE)
                .pollInterval(ofSeconds(1))
                .pollDelay(ZERO)
                .until(() -> {
                    looks.add(whatASpecChanges());
                    return looks.size() > 1 && looks.getLast().equals(looks.get(looks.size() - 2));
                });
        return looks.getLast();
    }

    private static Map<String, String> upstreams() {
        Map<String, String> upstreams = new TreeMap<>();
        for (DataNodeStatus node : set.status().nodes()) {
            String upstream = node.upstream();
            if (upstream != null) {
                upstreams.put(node.name(), upstream);
            }
        }
        return upstreams;
    }

    private static Map<String, String> star(int nodes) {
        Map<String, String> upstreams = new TreeMap<>();
        for (int ordinal = 0; ordinal < nodes; ordinal++) {
            upstreams.put("cache-" + ordinal, set.master());
        }
        upstreams.remove(set.master());
        return upstreams;
    }

    /// By ordinal.
    private static List<String> replicas() {
        return List.copyOf(upstreams().keySet());
    }
}
