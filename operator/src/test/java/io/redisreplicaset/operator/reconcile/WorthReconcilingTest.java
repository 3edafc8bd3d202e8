package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.api.SpecYaml;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class WorthReconcilingTest {
    @Test
    void a_status_of_our_own_is_not() {
        RedisReplicaSet after = changed(meta -> meta.withResourceVersion("2"));
        after.setStatus(
                RedisReplicaSetStatus.empty().toBuilder().phase(Phase.RUNNING).build());

        assertThat(WorthReconciling.isChange(after, set())).isFalse();
    }

    @Test
    void a_spec_is() {
        assertThat(WorthReconciling.isChange(changed(meta -> meta.withGeneration(2L)), set()))
                .isTrue();
    }

    @Test
    void an_annotation_is_since_it_may_be_a_command() {
        assertThat(WorthReconciling.isChange(
                        changed(meta -> meta.addToAnnotations("redisreplicaset.io/switchover-to", "cache-1")), set()))
                .isTrue();
    }

    @Test
    void the_beginning_of_its_end_is() {
        assertThat(WorthReconciling.isChange(
                        changed(meta -> meta.withDeletionTimestamp("2026-11-25T12:00:00Z")), set()))
                .isTrue();
    }

    @Test
    void another_set_of_the_same_name_is() {
        assertThat(WorthReconciling.isChange(changed(meta -> meta.withUid("another")), set()))
                .isTrue();
    }

    private static RedisReplicaSet set() {
        return SpecYaml.set("cache", "{}");
    }

    private static RedisReplicaSet changed(UnaryOperator<ObjectMetaBuilder> change) {
        RedisReplicaSet set = set();
        set.setMetadata(change.apply(new ObjectMetaBuilder(set.getMetadata())).build());
        return set;
    }
}
