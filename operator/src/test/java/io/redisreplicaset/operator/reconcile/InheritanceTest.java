package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.api.SpecYaml;
import io.redisreplicaset.operator.desired.SetIdentity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InheritanceTest {
    private final RedisReplicaSet set = SpecYaml.set("vault", "persistence: {enabled: true, size: 1Gi}");

    @Test
    void without_volumes_there_is_nothing_to_inherit() {
        assertThat(Inheritance.of(set, List.of())).isEqualTo(new Inheritance.Nothing());
    }

    @Test
    void volumes_of_an_earlier_set_bring_its_identity() {
        assertThat(Inheritance.of(set, List.of(claim("data-vault-0", "old"), claim("data-vault-1", "old"))))
                .isEqualTo(new Inheritance.Volumes("old"));
    }

    @Test
    void volumes_of_its_own_are_none() {
        assertThat(Inheritance.of(
                        set, List.of(claim("data-vault-0", set.getMetadata().getUid()))))
                .isEqualTo(new Inheritance.Nothing());
    }

    @Test
    void volumes_of_two_sets_are_for_a_person_to_sort() {
        assertThat(Inheritance.of(set, List.of(claim("data-vault-0", "old"), claim("data-vault-1", "older"))))
                .isEqualTo(new Inheritance.Mixed(Set.of("old", "older")));
    }

    @Test
    void a_set_that_has_begun_takes_on_no_other_identity() {
        set.setStatus(RedisReplicaSetStatus.empty().toBuilder().epoch(1).build());

        assertThat(Inheritance.of(set, List.of(claim("data-vault-3", "old")))).isEqualTo(new Inheritance.Nothing());
    }

    @Test
    void a_set_inherits_once() {
        set.setMetadata(new ObjectMetaBuilder(set.getMetadata())
                .addToAnnotations(SetIdentity.ANNOTATION, "old")
                .build());

        assertThat(SetIdentity.of(set)).isEqualTo("old");
        assertThat(Inheritance.of(set, List.of(claim("data-vault-0", "older")))).isEqualTo(new Inheritance.Nothing());
    }

    @Test
    void a_set_that_keeps_nothing_inherits_nothing() {
        assertThat(Inheritance.of(SpecYaml.set("vault", "{}"), List.of(claim("data-vault-0", "old"))))
                .isEqualTo(new Inheritance.Nothing());
    }

    @Test
    void a_claim_that_is_going_or_is_none_of_a_nodes_does_not_count() {
        PersistentVolumeClaim going = new PersistentVolumeClaimBuilder(claim("data-vault-0", "old"))
                .editMetadata()
                .withDeletionTimestamp("2026-11-25T12:00:00Z")
                .endMetadata()
                .build();

        assertThat(Inheritance.of(set, List.of(going, claim("data-vault-backup", "old"))))
                .isEqualTo(new Inheritance.Nothing());
    }

    private static PersistentVolumeClaim claim(String name, String setId) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(SetIdentity.ANNOTATION, setId)
                .endMetadata()
                .build();
    }
}
