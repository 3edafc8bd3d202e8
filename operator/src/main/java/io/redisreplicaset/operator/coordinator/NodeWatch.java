package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.node.NodeConnection;
import io.redisreplicaset.operator.node.RespReply;
import io.redisreplicaset.operator.topology.Deadlines;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Listens to one node, and asks it at once when it says that something changed, when it says nothing, and when it
/// goes.
///
/// What a push says is not believed, only that it came: nobody knows how long it was under way, while the age of an
/// answer is bounded by the moment of its question.
final class NodeWatch implements AutoCloseable {
    private static final List<String> WATCH = List.of("REPLICASET", "WATCH");
    private static final String ALIVE = "alive";
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LONGEST_RETRY = Duration.ofMillis(500);

    private final NodeLink link;
    private final Duration poll;
    private final InstantSource clock;
    private final Runnable news;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable NodeConnection connection;

    NodeWatch(NodeLink link, Duration poll, InstantSource clock, Runnable news) {
        this.link = link;
        this.poll = poll;
        this.clock = clock;
        this.news = news;
    }

    void start(String threadName) {
        Thread.ofVirtual().name(threadName).start(this::watch);
    }

    private void watch() {
        Duration retry = FIRST_RETRY;
        while (!isClosed()) {
            try (NodeConnection open = link.open()) {
                connection = open;
                begin(open);
                retry = FIRST_RETRY;
                listen(open);
            } catch (IOException gone) {
                // That it is gone is learnt by asking once more.
            }
            link.ask();
            rest(retry);
            retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
        }
    }

    private static void begin(NodeConnection open) throws IOException {
        RespReply answer = open.call(Deadlines.COMMAND, WATCH);
        if (answer instanceof RespReply.Failure(String error)) {
            throw new IOException("the node cannot be watched: " + error);
        }
    }

    private void listen(NodeConnection open) throws IOException {
        Instant askAgain = ask();
        while (!isClosed()) {
            Duration silence = Duration.between(clock.instant(), askAgain);
            Optional<RespReply> push = open.poll(silence.isPositive() ? silence : Duration.ZERO, Deadlines.COMMAND);
            boolean isNews = push.isPresent() && !isAlive(push.get());
            // That it is alive is no reason to ask it: it will be, in its turn.
            if (isNews || !clock.instant().isBefore(askAgain)) {
                askAgain = ask();
            }
            if (isNews) {
                news.run();
            }
        }
    }

    /// @return when to ask again, if nothing is heard until then
    private Instant ask() {
        link.ask();
        // A node that answered too late is not left unknown for as long as one that is known.
        boolean isKnown = link.status().known().isPresent();
        return clock.instant().plus(isKnown || poll.compareTo(LONGEST_RETRY) < 0 ? poll : LONGEST_RETRY);
    }

    private static boolean isAlive(RespReply push) {
        return push instanceof RespReply.Sequence(List<RespReply> words)
                && words.size() > 1
                && words.get(1) instanceof RespReply.Bulk(String event)
                && event.equals(ALIVE);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void rest(Duration pause) {
        try {
            boolean _ = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException wanted) {
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        NodeConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
