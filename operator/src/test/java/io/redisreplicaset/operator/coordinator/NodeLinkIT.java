package io.redisreplicaset.operator.coordinator;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redisreplicaset.operator.FreePorts;
import io.redisreplicaset.operator.RealNode;
import io.redisreplicaset.operator.UnixSignal;
import io.redisreplicaset.operator.node.NodeTalk;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The link to one node, while things happen to that node.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class NodeLinkIT {
    private static final String SET_ID = "2f6c0f3e";
    private static final Duration POLL = ofMillis(250);

    private static Path folder;
    private static RealNode node;

    private final SteadyClock clock = new SteadyClock();
    private final AtomicInteger news = new AtomicInteger();
    private NodeLink link;

    @BeforeAll
    static void startNode(@TempDir Path temporary) throws IOException {
        folder = temporary;
        node = RealNode.start(folder, FreePorts.inARow(1), SET_ID, "cache-0").awaitAnswer();
    }

    @AfterAll
    static void endNode() {
        node.kill();
    }

    @BeforeEach
    void open() {
        link = linkTo(SET_ID, "cache-0");
    }

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    @Order(1)
    void a_node_is_known_as_soon_as_it_has_answered() {
        assertThat(link.status()).isInstanceOf(Fact.Unknown.class);

        link.start();

        awaitStatus(status -> status.role() == NodeRole.JOINING);
        awaitNews(0);
    }

    @Test
    @Order(2)
    void a_command_leaves_what_came_of_it() {
        run(NodeCommand.fence(SET_ID, "me", new Action.Fence("cache-0", 3)));

        assertThat(known().hasPromised(3, "me")).isTrue();
        assertThat(link.refusal()).isEmpty();
    }

    @Test
    @Order(3)
    void a_refusal_leaves_the_nodes_words_and_what_it_is() {
        run(NodeCommand.fence(SET_ID, "somebody", new Action.Fence("cache-0", 2)));

        assertThat(link.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.isOf("FENCE", 2)).isTrue();
            assertThat(refusal.error()).startsWith("STALEEPOCH promised 3");
        });
        assertThat(known().hasPromised(3, "me")).isTrue();

        run(NodeCommand.fence(SET_ID, "me", new Action.Fence("cache-0", 3)));
        assertThat(link.refusal()).as("it did not refuse again").isEmpty();
    }

    @Test
    @Order(4)
    void a_change_is_known_long_before_the_next_poll() throws IOException {
        link.close();
        link = linkTo(SET_ID, "cache-0", ofSeconds(60));
        link.start();
        awaitStatus(status -> status.promisedEpoch() == 3);
        int before = news.get();
        Instant began = clock.instant();

        NodeTalk.ask(node.port(), "REPLICASET", "FENCE", SET_ID, "4", "me");
        NodeTalk.ask(node.port(), "REPLICASET", "PROMOTE", SET_ID, "4", "me", "1", known().nodeId());

        awaitStatus(status -> status.isMasterOf(4));
        assertThat(Duration.between(began, clock.instant())).isLessThan(ofSeconds(10));
        awaitNews(before);
    }

    @Test
    @Order(5)
    void a_status_is_as_old_as_its_question() {
        link.start();
        awaitStatus(status -> true);

        Instant first = link.status().at();
        await("a later answer")
                .atMost(ofSeconds(20))
                .until(() -> link.status().at().isAfter(first.plus(POLL)));

        assertThat(link.status().at()).isBeforeOrEqualTo(clock.instant());
    }

    @Test
    @Order(6)
    void a_node_that_is_frozen_is_unknown_soon_and_known_again_when_it_goes_on() {
        link.start();
        awaitStatus(status -> true);
        Instant began = clock.instant();

        node.send(UnixSignal.STOP);
        try {
            awaitUnknown();
            assertThat(Duration.between(began, clock.instant())).isLessThan(ofSeconds(5));
            assertThat(why()).isEqualTo("no reply within 300 ms");
        } finally {
            node.send(UnixSignal.CONT);
        }

        awaitStatus(status -> status.isMasterOf(4));
    }

    @Test
    @Order(7)
    void closing_does_not_wait_for_a_node_that_is_frozen() throws InterruptedException {
        link.start();
        awaitStatus(status -> true);
        node.send(UnixSignal.STOP);
        try {
            awaitUnknown();
            // Whoever waited for the node would wait until it goes on, and it does not before this has ended.
            Thread closing = Thread.ofVirtual().start(link::close);
            assertThat(closing.join(ofSeconds(20))).isTrue();

            // The first one comes after the question that was under way when it was closed.
            link.run(NodeCommand.STATUS);
            Fact<NodeStatus> last = link.status();
            link.run(NodeCommand.STATUS);
            assertThat(link.status()).as("a command does nothing then").isSameAs(last);
        } finally {
            node.send(UnixSignal.CONT);
        }
    }

    @Test
    @Order(8)
    void closing_wakes_who_waits_for_a_reply() throws InterruptedException {
        link.start();
        awaitStatus(status -> true);
        node.send(UnixSignal.STOP);
        try {
            Thread waiting = Thread.ofVirtual().start(() -> link.run(NodeCommand.STATUS));
            link.close();
            assertThat(waiting.join(ofSeconds(10))).isTrue();
        } finally {
            node.send(UnixSignal.CONT);
        }
    }

    @Test
    @Order(9)
    void a_node_of_another_set_at_the_address_is_unknown_and_says_who_it_is() {
        NodeLink foreign = linkTo("another", "cache-0");
        foreign.start();

        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(why(foreign))
                        .isEqualTo("under its address answers cache-0 of set '" + SET_ID + "' instead"));
        foreign.close();
    }

    @Test
    @Order(10)
    void another_node_of_the_set_at_the_address_is_unknown_and_says_who_it_is() {
        NodeLink mistaken = linkTo(SET_ID, "cache-1");
        mistaken.start();

        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(why(mistaken))
                        .isEqualTo("under its address answers cache-0 of set '" + SET_ID + "' instead"));
        mistaken.close();
    }

    @Test
    @Order(11)
    void a_node_that_is_killed_is_unknown_at_once_and_known_again_when_it_is_back() throws IOException {
        link.start();
        awaitStatus(status -> true);
        String process = known().runId();

        node.kill();
        awaitUnknown();
        node = RealNode.start(folder, node.port(), SET_ID, "cache-0");

        awaitStatus(status -> !status.runId().equals(process));
        assertThat(Files.exists(folder.resolve("node.meta"))).isTrue();
    }

    private NodeLink linkTo(String setId, String name) {
        return linkTo(setId, name, POLL);
    }

    private NodeLink linkTo(String setId, String name, Duration poll) {
        FakeRuntime runtime = new FakeRuntime() {
            @Override
            public String setId() {
                return setId;
            }
        };
        return new NodeLink(name, new Address("127.0.0.1", node.port()), runtime, poll, clock, news::incrementAndGet);
    }

    /// A command has one try of 300 ms, which is little for a node that has just started and writes to its disk: it is
    /// repeated until it was answered. What these commands do, and what they are refused, is the same each time.
    private void run(NodeCommand command) {
        await().atMost(ofSeconds(20)).pollDelay(ZERO).until(() -> {
            link.run(command);
            return link.status().known().isPresent();
        });
    }

    /// A status is there a moment before anybody is told.
    private void awaitNews(int before) {
        await().atMost(ofSeconds(20)).until(() -> news.get() > before);
    }

    private void awaitStatus(Predicate<NodeStatus> wanted) {
        await().atMost(ofSeconds(60))
                .pollInterval(ofMillis(2))
                .pollDelay(ZERO)
                .until(() -> link.status().known().filter(wanted).isPresent());
    }

    private void awaitUnknown() {
        await().atMost(ofSeconds(20))
                .pollInterval(ofMillis(2))
                .pollDelay(ZERO)
                .until(() -> link.status().known().isEmpty());
    }

    /// A reply that comes late makes it unknown for a moment.
    private NodeStatus known() {
        return await().atMost(ofSeconds(20))
                .pollDelay(ZERO)
                .until(() -> link.status().known(), Optional::isPresent)
                .orElseThrow();
    }

    private String why() {
        return why(link);
    }

    private static String why(NodeLink of) {
        return switch (of.status()) {
            case Fact.Unknown<NodeStatus>(String why, Instant _) -> why;
            case Fact.Known<NodeStatus> known -> "known: " + known;
        };
    }
}
