package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.TopologyType;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What users and engineers ask about, as stories: each is a file in `src/test/resources/scenarios`.
final class ScenarioTest {
    private static final SimSettings QUORUM = SimSettings.of(3, Durability.QUORUM);

    @Test
    void first_start() {
        Story story = Story.of(QUORUM, "A set of three begins");
        Schedule at = story.schedule();

        story.then("The resource is created.", at::begun).mustBe("first-start");
    }

    @Test
    void kill_of_the_master() {
        Story story = Story.ofRunning(QUORUM, "The master's process is killed and comes back with nothing");
        Schedule at = story.schedule();

        story.then("n-0 is killed; its machine starts it again.", () -> {
                    at.kill("n-0");
                    at.settled();
                })
                .mustBe("kill-of-the-master");
    }

    @Test
    void frozen_master() {
        Story story = Story.ofRunning(QUORUM, "The master stands still, and does not know it when it goes on");
        Schedule at = story.schedule();
        Probe client = at.clientOf("n-0");

        story.then("n-0 is stopped. Nothing is closed, so only silence speaks.", () -> {
                    at.pod("n-0").freeze();
                    client.write();
                    at.until(() -> at.isMasterOf("n-1", 2));
                })
                .then("n-0 goes on. A write has been waiting in its socket.", () -> {
                    at.pod("n-0").thaw();
                    at.settled();
                })
                .mustBe("frozen-master");
    }

    @Test
    void planned_switchover() {
        Story story = Story.ofRunning(QUORUM, "The user wants n-2 to be master");
        Schedule at = story.schedule();

        story.then("Annotation switchover-to: n-2.", () -> {
                    at.sim().wants(intent -> IntentChange.switchover(intent, Optional.of("n-2")));
                    at.until(() -> at.isMasterOf("n-2", 2));
                    at.settled();
                })
                .mustBe("planned-switchover");
    }

    @Test
    void chain_repair() {
        Story story = Story.ofRunning(
                SimSettings.of(4, Durability.QUORUM).with(TopologyType.CHAIN), "The second of a chain of four fails");
        Schedule at = story.schedule();
        at.pass(2_000);

        story.then("The chain is 0, 1, 2, 3. n-1 is stopped.", () -> {
                    at.pod("n-1").freeze();
                    at.pass(6_000);
                })
                .then("n-1 goes on.", () -> {
                    at.pod("n-1").thaw();
                    at.pass(4_000);
                    at.settled();
                })
                .mustBe("chain-repair");
    }

    @Test
    void scale_up_and_down() {
        Story story = Story.ofRunning(QUORUM, "Three become five, and three again");
        Schedule at = story.schedule();

        story.then("replicas: 5", () -> {
                    at.sim().wants(intent -> IntentChange.replicas(intent, 5));
                    at.settled();
                })
                .then("replicas: 3", () -> {
                    at.sim().wants(intent -> IntentChange.replicas(intent, 3));
                    at.settled();
                })
                .mustBe("scale-up-and-down");
    }

    @Test
    void coordinator_crash_in_the_middle_of_an_attempt() {
        Story story = Story.ofRunning(QUORUM, "The coordinator ends between the target and the promotion");
        Schedule at = story.schedule();

        story.then("n-0 is killed; alpha ends right after it has written down who is next.", () -> {
                    at.kill("n-0");
                    at.atOnce(
                            () -> at.isAt(Stage.PROMOTING),
                            () -> at.coordinator("alpha").crash());
                    at.pass(1_000);
                })
                .then("alpha begins again and knows nothing.", () -> {
                    at.coordinator("alpha").begin();
                    at.settled();
                })
                .mustBe("coordinator-crash");
    }

    @Test
    void blocked_failover() {
        Story story = Story.ofRunning(QUORUM, "More is lost than a quorum of two of three can bear");
        Schedule at = story.schedule();
        at.writeWithout("n-0", "n-2");

        story.then("A write is on n-0 and n-1 only. Both lose their disks.", () -> {
                    at.loseDisk("n-0");
                    at.loseDisk("n-1");
                    at.healAll();
                    at.pass(8_000);
                })
                .then("Nothing was fenced, nothing was chosen. The user gives up what is lost.", () -> {
                    long epoch = at.sim().store().record().epoch();
                    at.sim().wants(intent -> IntentChange.allowDataLoss(intent, epoch));
                    at.sim().rules().ignore(Rules.Rule.NO_OK_IS_LOST);
                    at.settled();
                })
                .mustBe("blocked-failover");
    }
}
