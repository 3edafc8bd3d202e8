package io.redisreplicaset.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What kills a master, and how long its clients notice.
final class FailoverE2E {
    /// More of them for a benchmark: `config/bench/cluster`.
    private static final int ROUNDS = Integer.getInteger("rrs.e2e.rounds", 5);

    private static final int LAST_LINES = 25;

    /// The design's bar, as a client of the Service sees it.
    private static final Duration MEDIAN = Duration.ofSeconds(2);

    private static final Duration WARM_UP = Duration.ofSeconds(1);

    @RegisterExtension
    static final KubernetesCluster CLUSTER = new KubernetesCluster();

    private final UserSet set = CLUSTER.set("orders");

    @BeforeAll
    static void apply() throws IOException, InterruptedException {
        // Nothing acknowledged may be lost by any of this.
        CLUSTER.set("orders").apply("{replicas: 3, durability: Quorum, terminationGracePeriodSeconds: 10}");
    }

    @BeforeEach
    void isWhole() {
        set.awaitRunning(3);
    }

    @Test
    void a_killed_process() throws IOException, InterruptedException {
        measure("kill -9", master -> CLUSTER.signal(CLUSTER.namespace(), master, "KILL"));

        set.awaitReasons("FailoverStarted", "FailoverCompleted");
    }

    @Test
    void a_deleted_pod() throws IOException, InterruptedException {
        measure("pod deleted", master -> CLUSTER.kubectl("delete", "pod", master, "--wait=false"));

        set.awaitReasons("SwitchoverCompleted");
    }

    @Test
    void a_pod_that_is_gone_at_once() throws IOException, InterruptedException {
        measure(
                "pod deleted by force",
                master -> CLUSTER.kubectl("delete", "pod", master, "--wait=false", "--grace-period=0", "--force"));
    }

    @Test
    void a_frozen_process_does_not_come_back_as_master() throws IOException, InterruptedException {
        String master = set.master();
        try (PacedWriter writer = writing()) {
            CLUSTER.signal(CLUSTER.namespace(), master, "STOP");
            await().atMost(Duration.ofSeconds(20)).until(() -> !master.equals(set.master()));
            CLUSTER.signal(CLUSTER.namespace(), master, "CONT");

            set.awaitRunning(3);
            assertThat(set.master()).isNotEqualTo(master);
            await().atMost(UserSet.PATIENCE)
                    .untilAsserted(() -> assertThat(set.upstreams()).containsKey(master));
            assertThat(writer.lost()).isEmpty();
        }
    }

    @Test
    void a_master_that_its_replicas_hear_stays_although_it_is_not_ready() throws IOException, InterruptedException {
        String master = set.master();
        long epoch = set.status().epoch();

        CLUSTER.kubectl("patch", "pod", master, "--subresource", "status", "--patch", """
                {"status": {"conditions": [{"type": "Ready", "status": "False", "reason": "Tested"}]}}""");

        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(set.master()).isEqualTo(master);
            assertThat(set.status().epoch()).isEqualTo(epoch);
        });
    }

    @Test
    void a_master_that_dies_while_nobody_looks_is_replaced_by_the_next_operator()
            throws IOException, InterruptedException {
        String master = set.master();
        String operator = CLUSTER.operator().pod().getMetadata().getName();
        try (PacedWriter writer = writing()) {
            CLUSTER.signal(InstalledOperator.NAMESPACE, operator, "STOP");
            CLUSTER.signal(CLUSTER.namespace(), master, "KILL");
            CLUSTER.signal(InstalledOperator.NAMESPACE, operator, "KILL");
            int before = writer.acknowledgedCount();

            await().atMost(UserSet.PATIENCE).until(() -> writer.acknowledgedCount() > before + 100);
            set.awaitRunning(3);
            System.out.println("figure  master and operator killed: longest gap of writes "
                    + writer.takeLongestGap().toMillis() + " ms");
            assertThat(writer.lost()).isEmpty();
        }
    }

    private interface Blow {
        void to(String master) throws IOException, InterruptedException;
    }

    private void measure(String what, Blow blow) throws IOException, InterruptedException {
        List<Duration> gaps = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            set.awaitRunning(3);
            String master = set.master();
            try (PacedWriter writer = writing()) {
                blow.to(master);
                await().atMost(UserSet.PATIENCE).until(() -> !master.equals(set.master()));
                // The gap ends with the first write that the new master takes.
                int before = writer.acknowledgedCount();
                await().atMost(UserSet.PATIENCE).until(() -> writer.acknowledgedCount() > before);
                set.awaitRunning(3);
                gaps.add(writer.takeLongestGap());
                explain(gaps.getLast());
                assertThat(writer.lost()).isEmpty();
            }
        }
        gaps.sort(null);
        System.out.println("figure  " + what + ": gap of writes through the Service, sorted, ms "
                + gaps.stream().map(Duration::toMillis).toList());
        assertThat(gaps.get(ROUNDS / 2)).isLessThan(MEDIAN);
    }

    /// A round that was slow has its reason in the operator's log.
    private static void explain(Duration gap) {
        if (gap.compareTo(MEDIAN) > 0) {
            List<String> log = CLUSTER.operator().log().lines().toList();
            System.out.println("a gap of " + gap.toMillis() + " ms:");
            log.subList(Math.max(0, log.size() - LAST_LINES), log.size()).forEach(System.out::println);
        }
    }

    private PacedWriter writing() {
        PacedWriter writer = set.writer();
        await().atMost(UserSet.PATIENCE).pollDelay(WARM_UP).until(() -> writer.acknowledgedCount() > 0);
        writer.takeLongestGap();
        return writer;
    }
}
