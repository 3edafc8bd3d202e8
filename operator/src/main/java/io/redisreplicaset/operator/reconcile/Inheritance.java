package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.desired.Names;
import io.redisreplicaset.operator.desired.SetIdentity;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a new set finds the volumes of an earlier one of its name, which were retained. Pure.
sealed interface Inheritance {
    /// There are none, or it has begun with a history of its own.
    record Nothing() implements Inheritance {}

    /// The set goes on with their data, under their identity.
    record Volumes(String setId) implements Inheritance {}

    /// They are of more than one set: a person has to say which are meant.
    record Mixed(Set<String> setIds) implements Inheritance {
        public Mixed {
            setIds = Set.copyOf(setIds);
        }
    }

    /// @param claims of the set's namespace and name, whoever made them
    static Inheritance of(RedisReplicaSet set, Collection<PersistentVolumeClaim> claims) {
        boolean hasBegun = set.getStatus().epoch() > 0 || SetIdentity.on(set).isPresent();
        if (hasBegun || !set.getSpec().persistence().enabled()) {
            return new Nothing();
        }
        String uid = set.getMetadata().getUid();
        String prefix = Names.claim(set.getMetadata().getName(), 0).replaceFirst("-0$", "");
        Set<String> others = claims.stream()
                .filter(claim ->
                        Names.ordinal(prefix, claim.getMetadata().getName()).isPresent())
                .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
                .flatMap(claim -> SetIdentity.on(claim).stream())
                .filter(id -> !id.equals(uid))
                .collect(Collectors.toSet());
        return switch (others.size()) {
            case 0 -> new Nothing();
            case 1 -> new Volumes(others.iterator().next());
            default -> new Mixed(others);
        };
    }
}
