package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A planned change of masters under load: no write that was answered is lost, and none hears anything but OK or a
/// refusal that makes a retry safe.
final class SwitchoverIT {
    private static final int WRITERS = 4;
    private static final int SWITCHOVERS = 4;

    @TempDir
    Path folder = Path.of("");

    /// Clients that write what nobody wrote before, to whoever they believe is the master.
    private static final class Load implements AutoCloseable {
        final Map<String, String> acked = new ConcurrentHashMap<>();
        final Map<String, Integer> refusals = new ConcurrentHashMap<>();
        final AtomicInteger unknown = new AtomicInteger();
        /// Writers that have sent something, and were not answered yet.
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicReference<Member> master;
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final List<Thread> writers = new ArrayList<>();

        Load(Member first) {
            master = new AtomicReference<>(first);
            for (int i = 0; i < WRITERS; i++) {
                String prefix = "w" + i + ":";
                writers.add(Thread.ofPlatform().start(() -> write(prefix)));
            }
        }

        private void write(String prefix) {
            int number = 0;
            while (!isOver.get()) {
                try (Wire client = master.get().client()) {
                    boolean isGood = true;
                    while (isGood && !isOver.get()) {
                        number++;
                        isGood = writeOne(client, prefix + number, Integer.toString(number));
                    }
                } catch (AssertionError | java.io.UncheckedIOException closed) {
                    // What was sent last has an outcome that nobody knows.
                    unknown.incrementAndGet();
                }
            }
        }

        private boolean writeOne(Wire client, String key, String value) {
            client.send("SET", key, value);
            waiting.incrementAndGet();
            String reply;
            try {
                reply = client.readText();
            } finally {
                waiting.decrementAndGet();
            }
            if (reply.equals("OK")) {
                acked.put(key, value);
                return true;
            }
            refusals.merge(reply, 1, Integer::sum);
            return false;
        }

        /// Whether each writer has sent a write that this master, which is paused, has not executed. What it has
        /// executed is answered: every write is a key of its own.
        boolean isHeldBy(Member paused) {
            try (Wire client = paused.client()) {
                return client.say("DBSIZE").equals(Integer.toString(acked.size())) && waiting.get() == WRITERS;
            }
        }

        @Override
        public void close() {
            isOver.set(true);
            for (Thread writer : writers) {
                try {
                    writer.join();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void switchOver(MemberSet set, Load load, long epoch, int from, int to) {
        List<String> voters = set.voters();
        // It ends with the fencing, and must not end before.
        set.node(from).pause(60_000);
        // A writer that is between two writes would send the next one into a connection that is being closed.
        Awaitility.await("the writes of all writers are held")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> load.isHeldBy(set.node(from)));
        Awaitility.await("the successor has what the master has")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> hasAll(set.node(to), set.node(from).status()));
        set.all().forEach(each -> each.fence(epoch, MemberSet.COORDINATOR));
        set.node(to).promote(epoch, MemberSet.COORDINATOR, set.majority(), voters);
        for (Member each : set.all()) {
            if (!each.equals(set.node(to))) {
                each.follow(epoch, set.node(to));
            }
        }
    }

    /// With quorum durability the master must know it, too: what is not committed is never answered.
    private static boolean hasAll(Member successor, Status master) {
        long offset = master.number("offset");
        return successor.number("offset") == offset
                && (master.text("durability").equals("async") || master.number("committedOffset") == offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "quorum"})
    void no_write_is_lost_and_none_is_left_without_an_answer(String durability) throws IOException {
        // A busy machine keeps heartbeats waiting: no write is to be refused for that.
        try (MemberSet set = MemberSet.start(
                folder, 3, "--replicaset-durability", durability, "--replicaset-isolation-timeout", "30000")) {
            set.elect(1, 0);
            set.awaitSynced(0);
            Load load = new Load(set.node(0));
            int master = 0;
            long epoch = 1;
            try (load) {
                for (int i = 0; i < SWITCHOVERS; i++) {
                    int before = load.acked.size();
                    Awaitility.await("writes flow")
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> load.acked.size() > before + 500);
                    int next = (master + 1) % 3;
                    switchOver(set, load, ++epoch, master, next);
                    master = next;
                    load.master.set(set.node(master));
                }
                int before = load.acked.size();
                Awaitility.await("writes flow")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> load.acked.size() > before + 500);
            }
            set.awaitSynced(master);
            try (Wire client = set.node(master).client()) {
                for (Map.Entry<String, String> each : load.acked.entrySet()) {
                    assertThat(client.say("GET", each.getKey())).isEqualTo(each.getValue());
                }
                assertThat(client.say("INFO", "stats")).contains("sync_full:0");
            }
            assertThat(load.unknown).hasValue(0);
            assertThat(load.refusals.keySet())
                    .allMatch(reply -> reply.equals("-READONLY This node is not the master of its set")
                            || reply.equals("-READONLY You can't write against a read only replica."));
            String digest = set.node(master).process().digest();
            for (Member each : set.all()) {
                each.await("offset", set.node(master).status("offset"));
                assertThat(each.process().digest()).isEqualTo(digest);
            }
        }
    }
}
