package io.redisreplicaset.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.redisreplicaset.operator.api.VoterStatus;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/// Sets that keep their data on volumes.
final class PersistentE2E {
    @RegisterExtension
    static final KubernetesCluster CLUSTER = new KubernetesCluster();

    @Test
    void a_node_comes_back_on_its_own_disk_and_keeps_its_vote() throws IOException, InterruptedException {
        UserSet set = CLUSTER.set("books")
                .apply("{replicas: 3, durability: Quorum, persistence: {enabled: true, size: 100Mi}}")
                .awaitRunning(3);
        Set<VoterStatus> voters = voters(set);

        String master = set.master();
        String pod = set.podUid(master);

        CLUSTER.kubectl("delete", "pod", master, "--wait=false");
        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() -> assertThat(set.podUids()).hasSize(3).doesNotContain(pod));
        set.awaitRunning(3);

        assertThat(voters(set)).isEqualTo(voters);
    }

    @Test
    void all_pods_may_go_at_once_and_the_data_stays() throws IOException, InterruptedException {
        UserSet set = CLUSTER.set("vault")
                .apply("{replicas: 3, persistence: {enabled: true, size: 100Mi}}")
                .awaitRunning(3);
        try (Jedis master = set.connect()) {
            master.set("kept", "yes");
            master.save();
        }

        List<String> before = set.podUids();
        // Not waited for here: kubectl may wait for ever for a pod that is made again at once.
        CLUSTER.kubectl("delete", "pod", "--selector", "redisreplicaset.io/set=vault", "--wait=false");
        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() -> assertThat(set.podUids()).doesNotContainAnyElementsOf(before));
        set.awaitRunning(3);

        try (Jedis master = set.connect()) {
            assertThat(master.get("kept")).isEqualTo("yes");
        }
    }

    @Test
    void a_set_that_is_made_again_goes_on_with_its_data() throws IOException, InterruptedException {
        String spec = "{replicas: 3, durability: Quorum, persistence: {enabled: true, size: 100Mi}}";
        UserSet set = CLUSTER.set("ledger").apply(spec).awaitRunning(3);
        try (Jedis master = set.connect()) {
            master.set("kept", "yes");
        }

        CLUSTER.kubectl("delete", "rrs", "ledger", "--wait");
        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() -> assertThat(set.podUids()).isEmpty());
        set.apply(spec).awaitRunning(3);

        try (Jedis master = set.connect()) {
            assertThat(master.get("kept")).isEqualTo("yes");
        }
        set.awaitReasons("VolumesInherited");
    }

    @Test
    void claims_stay_unless_the_spec_says_that_they_go() throws IOException, InterruptedException {
        UserSet kept = CLUSTER.set("kept").apply("{replicas: 1, persistence: {enabled: true, size: 100Mi}}");
        UserSet gone = CLUSTER.set("gone")
                .apply("{replicas: 1, persistence: {enabled: true, size: 100Mi, reclaimPolicy: Delete}}");
        kept.awaitRunning(1);
        gone.awaitRunning(1);

        CLUSTER.kubectl("delete", "rrs", "kept", "gone");

        await().atMost(UserSet.PATIENCE)
                .untilAsserted(
                        () -> assertThat(claims()).contains("data-kept-0").doesNotContain("data-gone-0"));
    }

    private static Set<VoterStatus> voters(UserSet set) {
        return Set.copyOf(Objects.requireNonNull(set.status().voters()).members());
    }

    private static List<String> claims() {
        return CLUSTER.client().persistentVolumeClaims().inNamespace(CLUSTER.namespace()).list().getItems().stream()
                .map(PersistentVolumeClaim::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }
}
