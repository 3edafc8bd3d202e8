package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.SetIntent;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a user changes in the resource.
final class IntentChange {
    private IntentChange() {}

    static SetIntent replicas(SetIntent intent, int replicas) {
        return of(
                intent,
                replicas,
                intent.writeQuorum(),
                intent.revision(),
                intent.switchoverTo(),
                intent.allowDataLoss());
    }

    static SetIntent revision(SetIntent intent, String revision) {
        return of(
                intent,
                intent.replicas(),
                intent.writeQuorum(),
                revision,
                intent.switchoverTo(),
                intent.allowDataLoss());
    }

    static SetIntent switchover(SetIntent intent, Optional<String> target) {
        return of(intent, intent.replicas(), intent.writeQuorum(), intent.revision(), target, intent.allowDataLoss());
    }

    static SetIntent writeQuorum(SetIntent intent, OptionalInt quorum) {
        return of(intent, intent.replicas(), quorum, intent.revision(), intent.switchoverTo(), intent.allowDataLoss());
    }

    static SetIntent allowDataLoss(SetIntent intent, long epoch) {
        return of(
                intent,
                intent.replicas(),
                intent.writeQuorum(),
                intent.revision(),
                intent.switchoverTo(),
                OptionalLong.of(epoch));
    }

    private static SetIntent of(
            SetIntent intent,
            int replicas,
            OptionalInt quorum,
            String revision,
            Optional<String> switchoverTo,
            OptionalLong allowDataLoss) {
        return new SetIntent(
                intent.setName(),
                replicas,
                intent.durability(),
                quorum,
                intent.topology(),
                intent.detectionTimeout(),
                intent.persistent(),
                intent.failoverEnabled(),
                revision,
                switchoverTo,
                allowDataLoss);
    }
}
