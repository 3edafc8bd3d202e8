package io.redisreplicaset.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a user changes of a living set, while somebody writes to it: no acknowledged write is lost by any of it.
final class ChangeE2E {
    private static final int PREPARATION_TRIES = 3;

    @RegisterExtension
    static final KubernetesCluster CLUSTER = new KubernetesCluster();

    private final UserSet set = CLUSTER.set("ledger");

    @BeforeAll
    static void apply() throws IOException, InterruptedException {
        CLUSTER.set("ledger").apply("{replicas: 3, durability: Quorum, terminationGracePeriodSeconds: 10}");
    }

    @BeforeEach
    void isWhole() {
        set.awaitRunning(3);
    }

    @Test
    void scaled_up_and_down_by_kubectl() throws IOException, InterruptedException {
        try (PacedWriter writer = set.writer()) {
            CLUSTER.kubectl("scale", "rrs", "ledger", "--replicas=5");
            set.awaitRunning(5);
            CLUSTER.kubectl("scale", "rrs", "ledger", "--replicas=3");
            set.awaitRunning(3);

            assertThat(writer.lost()).isEmpty();
        }
        set.awaitReasons("ScaledUp", "ScaledDown", "VotersChanged", "NodeDeleted");
    }

    @Test
    void scaled_down_although_the_master_is_the_one_to_go() throws IOException, InterruptedException {
        CLUSTER.kubectl("scale", "rrs", "ledger", "--replicas=4");
        set.awaitRunning(4);
        prepareMaster("ledger-3");

        try (PacedWriter writer = set.writer()) {
            CLUSTER.kubectl("scale", "rrs", "ledger", "--replicas=3");
            set.awaitRunning(3);

            assertThat(set.master()).isNotEqualTo("ledger-3");
            assertThat(writer.lost()).isEmpty();
        }
    }

    @Test
    void from_star_to_chain_and_back_without_a_restart() throws IOException, InterruptedException {
        prepareMaster("ledger-0");
        List<String> pods = set.podUids();

        set.patch("{\"topology\": {\"type\": \"Chain\"}}");
        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() ->
                        assertThat(set.upstreams()).isEqualTo(Map.of("ledger-1", "ledger-0", "ledger-2", "ledger-1")));
        set.patch("{\"topology\": {\"type\": \"Star\"}}");
        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() ->
                        assertThat(set.upstreams()).isEqualTo(Map.of("ledger-1", "ledger-0", "ledger-2", "ledger-0")));

        assertThat(set.podUids()).isEqualTo(pods);
    }

    @Test
    void another_master_by_annotation() throws IOException, InterruptedException {
        String target = set.master().equals("ledger-1") ? "ledger-2" : "ledger-1";
        try (PacedWriter writer = set.writer()) {
            switchOver(target);

            assertThat(writer.lost()).isEmpty();
            System.out.println("figure  planned switchover: longest gap of writes "
                    + writer.takeLongestGap().toMillis() + " ms");
        }
        set.awaitReasons("SwitchoverStarted", "SwitchoverCompleted");
    }

    @Test
    void a_master_that_cannot_be_is_refused_and_the_annotation_goes() throws IOException, InterruptedException {
        String master = set.master();

        askFor("ledger-7");

        assertThat(set.master()).isEqualTo(master);
        set.awaitReasons("SwitchoverFailed");
    }

    @Test
    void configured_anew_by_a_rolling_update() throws IOException, InterruptedException {
        List<String> pods = set.podUids();
        try (PacedWriter writer = set.writer()) {
            set.patch("{\"config\": {\"repl-backlog-size\": \"4mb\"}}");
            await().atMost(UserSet.PATIENCE).untilAsserted(() -> {
                assertThat(set.reasons()).contains("RollingUpdateCompleted");
                assertThat(set.podUids()).hasSize(3).doesNotContainAnyElementsOf(pods);
            });
            set.awaitRunning(3);

            assertThat(writer.lost()).isEmpty();
            System.out.println("figure  rolling update: longest gap of writes "
                    + writer.takeLongestGap().toMillis() + " ms");
        }
        set.awaitReasons("RollingUpdateStarted");
    }

    @Test
    void a_configuration_that_a_node_refuses_stops_at_the_first_one_and_says_why()
            throws IOException, InterruptedException {
        String before = CLUSTER.kubectl("get", "rrs", "ledger", "--output", "jsonpath={.spec.config}");
        set.patch("{\"config\": {\"maxmemory-policy\": \"keep-the-best\"}}");

        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() -> assertThat(set.events())
                        .anySatisfy(event -> assertThat(event.getMessage()).contains("code 1", "maxmemory-policy")));
        assertThat(set.pods().stream().filter(pod -> Readiness.getInstance().isReady(pod)))
                .hasSize(2);

        set.patch("{\"config\": " + (before.isEmpty() ? "null" : "{\"maxmemory-policy\": null}") + "}");
        set.awaitRunning(3);
    }

    @Test
    void a_label_reaches_the_pods_without_a_restart() throws IOException, InterruptedException {
        List<String> pods = set.podUids();

        set.patch("{\"podLabels\": {\"team\": \"books\"}}");

        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() -> assertThat(set.pods())
                        .hasSize(3)
                        .allSatisfy(
                                pod -> assertThat(pod.getMetadata().getLabels()).containsEntry("team", "books")));
        assertThat(set.podUids()).isEqualTo(pods);
    }

    private void switchOver(String target) throws IOException, InterruptedException {
        askFor(target);
        awaitMaster(target);
    }

    /// What a test begins with. The operator may give a switchover up on a busy cluster, and takes the annotation away:
    /// then it is asked again.
    private void prepareMaster(String target) throws IOException, InterruptedException {
        for (int tries = 0; tries < PREPARATION_TRIES && !set.master().equals(target); tries++) {
            askFor(target);
        }
        awaitMaster(target);
    }

    private void awaitMaster(String target) {
        await().atMost(UserSet.PATIENCE).until(() -> set.master().equals(target));
        set.awaitRunning(set.status().replicas());
    }

    /// Asks for another master, until that is done or given up.
    private void askFor(String target) throws IOException, InterruptedException {
        CLUSTER.kubectl("annotate", "rrs", "ledger", "redisreplicaset.io/switchover-to=" + target);
        await().atMost(UserSet.PATIENCE)
                .until(() -> !set.resource()
                        .get()
                        .getMetadata()
                        .getAnnotations()
                        .containsKey("redisreplicaset.io/switchover-to"));
    }
}
