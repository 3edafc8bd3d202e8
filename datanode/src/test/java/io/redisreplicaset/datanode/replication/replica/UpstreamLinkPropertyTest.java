package io.redisreplicaset.datanode.replication.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;

/// Events in any order: whatever an upstream and a network do, the link keeps its own rules.
final class UpstreamLinkPropertyTest {
    private static final int EVENTS = 400;
    private static final long SILENCE_NANOS = 5_000_000_000L;

    private static final List<String> LINES = List.of(
            "+PONG",
            "+OK",
            "",
            "-ERR no",
            "-LOADING wait",
            "-NOMASTERLINK wait",
            "-WRONGSET other",
            "+REPLICASET 7 " + LinkTrace.ID_B,
            "+CONTINUE " + LinkTrace.ID_A,
            "+CONTINUE",
            "+FULLRESYNC " + LinkTrace.ID_B + " 10",
            "$10",
            "$EOF:" + LinkTrace.ID_A);

    private final UpstreamLink link = new UpstreamLink();
    private final List<String> history = new ArrayList<>();

    /// What the edge believes of its one connection.
    private boolean isOpening;

    private boolean isOpen;
    private boolean hasSnapshot;
    private boolean hasLoad;
    private int promises;

    @RepeatedTest(200)
    void keeps_its_rules_under_any_order_of_events() {
        long seed = System.nanoTime();
        history.add("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        long now = random.nextLong();
        for (int i = 0; i < EVENTS; i++) {
            now += random.nextLong(500_000_000L);
            feed(draw(random), now);
        }
        // Left alone, a link that has somebody to follow always tries again.
        if (link.state() != LinkState.NONE) {
            feed(new LinkEvent.Closed(), now);
            for (int i = 0; i < 3 && !isOpening && !hasLoad; i++) {
                now += UpstreamLink.LONGEST_RETRY_NANOS;
                feed(new LinkEvent.Tick(SILENCE_NANOS), now);
            }
            assertThat(isOpening || hasLoad).as("%s", history).isTrue();
        }
    }

    private LinkEvent draw(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> new LinkEvent.Follow("10.0.0." + random.nextInt(3), 6379);
            case 1 -> random.nextInt(10) == 0 ? new LinkEvent.Unfollow() : new LinkEvent.Tick(SILENCE_NANOS);
            case 2 -> random.nextInt(5) == 0 ? new LinkEvent.Closed() : new LinkEvent.Tick(SILENCE_NANOS);
            case 3 -> new LinkEvent.Tick(SILENCE_NANOS);
            case 4, 5, 6 -> isOpening ? openedOrNot(random) : new LinkEvent.Tick(SILENCE_NANOS);
            case 7 -> hasSnapshot ? new LinkEvent.SnapshotArrived() : new LinkEvent.Judged(random.nextBoolean());
            case 8 -> hasLoad ? new LinkEvent.SnapshotInPlace() : new LinkEvent.Judged(true);
            case 9 -> random.nextInt(10) == 0 ? new LinkEvent.Broken("trouble") : new LinkEvent.Judged(true);
            default -> isOpen ? new LinkEvent.Line(line(random)) : new LinkEvent.Tick(SILENCE_NANOS);
        };
    }

    private String line(SplittableRandom random) {
        // Mostly what the state waits for, so that the walk gets anywhere.
        if (random.nextInt(4) == 0) {
            return LINES.get(random.nextInt(LINES.size()));
        }
        return switch (link.state()) {
            case AWAITING_SET -> "+REPLICASET 7 " + LinkTrace.ID_B;
            case AWAITING_VERDICT -> random.nextBoolean() ? "+CONTINUE" : "+FULLRESYNC " + LinkTrace.ID_B + " 10";
            case AWAITING_SNAPSHOT -> "$10";
            default -> "+OK";
        };
    }

    private static LinkEvent openedOrNot(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return new LinkEvent.NotOpened("refused");
        }
        List<String> member = random.nextBoolean() ? List.of("set-1", "7", "id") : List.of();
        PsyncRequest wanted = random.nextBoolean()
                ? new PsyncRequest.Continue(new ReplicationId(LinkTrace.ID_A), 1)
                : new PsyncRequest.Everything();
        return new LinkEvent.Opened(new Introduction("", "", 1, "", member), wanted);
    }

    private void feed(LinkEvent event, long now) {
        history.add(event.toString());
        switch (event) {
            case LinkEvent.Opened _ -> {
                isOpening = false;
                isOpen = true;
            }
            case LinkEvent.NotOpened _ -> isOpening = false;
            case LinkEvent.Closed _ -> {
                isOpen = false;
                isOpening = false;
            }
            case LinkEvent.SnapshotArrived _ -> hasSnapshot = false;
            case LinkEvent.SnapshotInPlace _ -> hasLoad = false;
            default -> {}
        }
        for (LinkAction action : link.next(event, now)) {
            history.add("  " + action);
            check(action);
        }
        assertThat(isOpen && isOpening).as("%s", history).isFalse();
        assertThat(link.isConnected()).as("%s", history).isEqualTo(link.state() == LinkState.CONNECTED);
        if (link.isConnected()) {
            assertThat(isOpen).as("connected without a connection: %s", history).isTrue();
        }
    }

    private void check(LinkAction action) {
        switch (action) {
            case LinkAction.Open _ -> {
                assertThat(isOpen || isOpening).as("opened twice: %s", history).isFalse();
                isOpening = true;
                promises = 0;
            }
            case LinkAction.Close _ -> {
                assertThat(isOpen || isOpening)
                        .as("closed nothing: %s", history)
                        .isTrue();
                isOpen = false;
                isOpening = false;
            }
            case LinkAction.Send _, LinkAction.SendOldSync _, LinkAction.SendSignOfLife _, LinkAction.Ack _ ->
                assertThat(isOpen).as("spoke into nothing: %s", history).isTrue();
            case LinkAction.Judge _ -> promises++;
            case LinkAction.Resume _ -> assertThat(isOpen).as("%s", history).isTrue();
            case LinkAction.Receive _ -> {
                assertThat(hasSnapshot || hasLoad)
                        .as("two snapshots: %s", history)
                        .isFalse();
                hasSnapshot = true;
            }
            case LinkAction.Load _ -> hasLoad = true;
            case LinkAction.DropSnapshot _ -> {
                hasSnapshot = false;
                hasLoad = false;
            }
            case LinkAction.Log _ -> {}
        }
        assertThat(promises).as("judged more than once a link: %s", history).isLessThanOrEqualTo(1);
    }
}
