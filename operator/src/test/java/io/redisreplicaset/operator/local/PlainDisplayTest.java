package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.LinkStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.topology.Action;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class PlainDisplayTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(TEN);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PlainDisplay display =
            new PlainDisplay(new PrintStream(printed, true, StandardCharsets.UTF_8), now::get, ZoneOffset.UTC);

    @Test
    void events_stand_in_columns() {
        display.event(Action.emit(Reason.FAILOVER_STARTED, "cache-0: it does not answer"));
        pass(131);
        display.event(Action.emit(Reason.FAILOVER_TARGET_SELECTED, "cache-1 holds 4:1234"));
        display.event(Action.emit(Reason.PAUSED, "spec.paused is true"));

        assertThat(lines())
                .containsExactly(
                        "10:00:00.000  Warning  FailoverStarted         cache-0: it does not answer",
                        "10:00:00.131  Normal   FailoverTargetSelected  cache-1 holds 4:1234",
                        "10:00:00.131  Normal   Paused                  spec.paused is true");
    }

    @Test
    void a_set_that_has_come_to_rest_is_shown_with_its_nodes_once() {
        for (int look = 0; look < 10; look++) {
            show(LocalPicture.running(TEN));
            pass(1000);
        }

        assertThat(lines())
                .containsExactly(
                        "NAME    REPLICAS   READY   MASTER    PHASE     AGE   EPOCH   DURABILITY   TOPOLOGY   LAST-FAILOVER",
                        "cache   3          3       cache-0   Running   0s    4       Quorum       Chain",
                        "  NODE      ROLE      UPSTREAM   READY   LINK   PORT   PID",
                        "  cache-0   master               true           7010   100",
                        "  cache-1   replica   cache-0    true    up     7011   101",
                        "  cache-2   replica   cache-1    true    up     7012   102");
    }

    @Test
    void a_change_is_one_more_row_and_the_header_stands_once() {
        show(LocalPicture.running(TEN));
        pass(5000);
        RedisReplicaSet set = LocalPicture.running(TEN);
        set.setStatus(set.getStatus().toBuilder()
                .readyReplicas(2)
                .phase(Phase.DEGRADED)
                .build());

        assertThat(linesOf(() -> show(set)))
                .containsExactly("cache   3          2       cache-0   Degraded   5s    4       Quorum       Chain");
    }

    @Test
    void nodes_that_changed_their_places_are_shown_once_the_set_is_at_rest_again() {
        show(LocalPicture.running(TEN));
        RedisReplicaSet moved = LocalPicture.running(TEN);
        moved.setStatus(moved.getStatus().toBuilder()
                .nodes(List.of(
                        LocalPicture.node("cache-0", NodeRole.MASTER, null, LinkStatus.NONE),
                        LocalPicture.node("cache-1", NodeRole.REPLICA, "cache-0", LinkStatus.UP),
                        LocalPicture.node("cache-2", NodeRole.REPLICA, "cache-0", LinkStatus.UP)))
                .build());
        RedisReplicaSet onItsWay = LocalPicture.running(TEN);
        onItsWay.setStatus(moved.getStatus().toBuilder().phase(Phase.DEGRADED).build());

        assertThat(linesOf(() -> show(onItsWay))).hasSize(1).allMatch(line -> line.startsWith("cache "));
        assertThat(linesOf(() -> show(moved))).contains("  cache-2   replica   cache-0    true    up     7012   102");
    }

    @Test
    void nodes_that_were_looked_at_before_the_master_changed_are_not_shown_beside_it() {
        RedisReplicaSet set = LocalPicture.running(TEN);
        set.setStatus(set.getStatus().toBuilder().master("cache-1").build());

        assertThat(linesOf(() -> show(set))).noneMatch(line -> line.startsWith("  "));
    }

    @Test
    void a_set_of_which_nothing_is_known_yet_is_not_shown() {
        RedisReplicaSet set = LocalPicture.running(TEN);
        set.setStatus(RedisReplicaSetStatus.empty());

        assertThat(linesOf(() -> show(set))).isEmpty();
    }

    @Test
    void another_process_under_the_same_name_is_not_another_place() {
        show(LocalPicture.running(TEN));
        RedisReplicaSet restarted = LocalPicture.running(TEN);
        restarted.setStatus(restarted.getStatus().toBuilder()
                .nodes(restarted.getStatus().nodes().stream()
                        .map(PlainDisplayTest::restarted)
                        .toList())
                .build());

        assertThat(linesOf(() -> show(restarted))).isEmpty();
    }

    @Test
    void an_output_that_nobody_reads_is_noticed() {
        PlainDisplay broken = new PlainDisplay(
                new PrintStream(
                        new OutputStream() {
                            @Override
                            public void write(int octet) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        },
                        true,
                        StandardCharsets.UTF_8),
                now::get,
                ZoneOffset.UTC);

        assertThat(display.isBroken()).isFalse();
        broken.say("hello");
        assertThat(broken.isBroken()).isTrue();
    }

    private void show(RedisReplicaSet set) {
        display.show(set, LocalPicture.nodeLines(set));
    }

    private void pass(long millis) {
        now.updateAndGet(instant -> instant.plusMillis(millis));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> linesOf(Runnable printing) {
        printed.reset();
        printing.run();
        return lines();
    }

    private static DataNodeStatus restarted(DataNodeStatus node) {
        return new DataNodeStatus(
                node.name(),
                node.role(),
                node.upstream(),
                node.ready(),
                node.linkStatus(),
                node.intact(),
                node.revision(),
                node.nodeId(),
                "another");
    }
}
