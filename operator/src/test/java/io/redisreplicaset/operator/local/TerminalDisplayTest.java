package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.local.TerminalSize.Size;
import io.redisreplicaset.operator.topology.Action;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TerminalDisplayTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(TEN);
    private final AtomicReference<Size> size = new AtomicReference<>(new Size(24, 100));
    private Screen screen = new Screen(24, 100);
    private TerminalDisplay display = displayOn(screen);

    @Test
    void the_set_stands_below_its_events() {
        display.greet(List.of("Set cache: port 7000 leads to the master."));
        event("Creating node cache-0");
        show();
        event("cache-0 is master of epoch 1");

        assertThat(screen.inSight()).containsExactly("""
                Set cache: port 7000 leads to the master.
                10:00:00.000  Normal   NodeCreated             Creating node cache-0
                10:00:00.000  Normal   NodeCreated             cache-0 is master of epoch 1

                NAME    REPLICAS   READY   MASTER    PHASE     AGE   EPOCH   DURABILITY   TOPOLOGY   LAST-FAILOVER
                cache   3          3       cache-0   Running   0s    4       Quorum       Chain

                NODE      ROLE      UPSTREAM   READY   LINK   PORT   PID
                cache-0   master               true           7010   100
                cache-1   replica   cache-0    true    up     7011   101
                cache-2   replica   cache-1    true    up     7012   102
                """.split("\n", -1));
    }

    @Test
    void ages_tick_in_place() {
        for (int second = 0; second < 90; second++) {
            show();
            now.updateAndGet(instant -> instant.plusSeconds(1));
        }

        assertThat(screen.all())
                .filteredOn(line -> line.startsWith("cache "))
                .singleElement()
                .isEqualTo("cache   3          3       cache-0   Running   89s   4       Quorum       Chain");
    }

    @Test
    void what_did_not_change_is_not_drawn_again() {
        show();
        screen = new Screen(24, 100);
        show();

        assertThat(screen.all()).containsExactly("");
    }

    @Test
    void events_that_have_scrolled_away_are_all_there_and_the_picture_is_there_once() {
        show();
        for (int number = 0; number < 100; number++) {
            event("event " + number);
            show();
        }

        assertThat(screen.all())
                .filteredOn(line -> line.contains("NodeCreated"))
                .hasSize(100);
        assertThat(screen.all()).filteredOn(line -> line.startsWith("NAME ")).hasSize(1);
        assertThat(screen.inSight()).contains("cache-2   replica   cache-1    true    up     7012   102");
    }

    @Test
    void an_event_that_is_longer_than_a_line_is_not_cut() {
        show();
        event("x".repeat(150));
        show();

        assertThat(String.join("", screen.all())).contains("x".repeat(150));
        assertThat(screen.all()).filteredOn(line -> line.startsWith("NAME ")).hasSize(1);
    }

    @Test
    void a_picture_that_is_wider_than_the_terminal_is_cut() {
        on(24, 40);
        for (int look = 0; look < 5; look++) {
            show();
            now.updateAndGet(instant -> instant.plusSeconds(1));
        }

        assertThat(screen.all()).containsExactly("""

                NAME    REPLICAS   READY   MASTER    PH…
                cache   3          3       cache-0   Ru…

                NODE      ROLE      UPSTREAM   READY   …
                cache-0   master               true    …
                cache-1   replica   cache-0    true    …
                cache-2   replica   cache-1    true    …
                """.split("\n", -1));
    }

    @Test
    void a_picture_that_is_higher_than_the_terminal_is_cut_and_says_so() {
        on(6, 100);
        for (int look = 0; look < 5; look++) {
            show();
            now.updateAndGet(instant -> instant.plusSeconds(1));
        }

        assertThat(screen.all()).containsExactly("""

                NAME    REPLICAS   READY   MASTER    PHASE     AGE   EPOCH   DURABILITY   TOPOLOGY   LAST-FAILOVER
                cache   3          3       cache-0   Running   4s    4       Quorum       Chain

                … 4 more lines
                """.split("\n", -1));
    }

    @Test
    void a_window_that_has_changed_gets_a_new_picture_below_the_old_one() {
        show();
        size.set(new Size(24, 60));
        show();
        now.updateAndGet(instant -> instant.plusSeconds(1));
        show();

        assertThat(screen.all()).filteredOn(line -> line.startsWith("NAME ")).hasSize(2);
    }

    @Test
    void when_the_set_is_ended_only_lines_are_left() {
        show();
        display.end();
        display.say("Stopping 3 nodes");
        display.say("All nodes have ended");

        assertThat(screen.all()).containsExactly("Stopping 3 nodes", "All nodes have ended", "");
    }

    @Test
    void a_warning_has_a_colour_and_loses_it_at_the_end_of_its_line() {
        StringBuilder raw = new StringBuilder();
        TerminalDisplay colourful = new TerminalDisplay(
                new PrintStream(
                        new java.io.OutputStream() {
                            @Override
                            public void write(int octet) {
                                raw.append((char) octet);
                            }
                        },
                        true,
                        StandardCharsets.US_ASCII),
                now::get,
                ZoneOffset.UTC,
                size::get);

        colourful.event(Action.emit(Reason.FAILOVER_STARTED, "dead"));

        assertThat(raw).contains("\u001b[33m10:00:00.000  Warning  FailoverStarted         dead\u001b[0m\n");
    }

    private void on(int rows, int columns) {
        size.set(new Size(rows, columns));
        screen = new Screen(rows, columns);
        display = displayOn(screen);
    }

    private TerminalDisplay displayOn(Screen on) {
        return new TerminalDisplay(
                new PrintStream(on, false, StandardCharsets.UTF_8), now::get, ZoneOffset.UTC, size::get);
    }

    private void event(String message) {
        display.event(Action.emit(Reason.NODE_CREATED, message));
    }

    private void show() {
        RedisReplicaSet set = LocalPicture.running(TEN);
        display.show(set, LocalPicture.nodeLines(set));
    }
}
