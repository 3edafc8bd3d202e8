package io.redisreplicaset.operator.resource;

import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import io.redisreplicaset.operator.topology.SetIntent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// What a user wants of a set: its spec, and the annotations that are commands.
public final class IntentReader {
    /// Names the node that should be master. Without effect on one that is it already.
    public static final String SWITCHOVER_TO = RedisReplicaSet.GROUP + "/switchover-to";

    /// The epoch at which a person has allowed to go on with what the answering nodes hold.
    public static final String ALLOW_DATA_LOSS = RedisReplicaSet.GROUP + "/allow-data-loss";

    private IntentReader() {}

    /// @param revision what nodes should be made from
    public static SetIntent intent(RedisReplicaSet set, String revision) {
        RedisReplicaSetSpec spec = set.getSpec();
        return new SetIntent(
                set.getMetadata().getName(),
                spec.replicas(),
                spec.durability(),
                OptionalInt.empty(),
                spec.topology().type(),
                Duration.ofMillis(spec.failover().detectionTimeoutMillis()),
                spec.persistence().enabled(),
                spec.failover().enabled(),
                revision,
                annotation(set, SWITCHOVER_TO).filter(nodeNames(set)::contains),
                allowedEpoch(set));
    }

    /// What is wrong with the annotations; such a command is as good as not given.
    public static List<Problem> problems(RedisReplicaSet set) {
        List<Problem> problems = new ArrayList<>();
        annotation(set, ALLOW_DATA_LOSS)
                .filter(_ -> allowedEpoch(set).isEmpty())
                .ifPresent(text -> problems.add(new Problem(
                        field(ALLOW_DATA_LOSS),
                        set.getStatus().epoch() == 0
                                ? "an epoch"
                                : "an epoch, for example " + set.getStatus().epoch(),
                        text)));
        annotation(set, SWITCHOVER_TO)
                .filter(name -> !nodeNames(set).contains(name))
                .ifPresent(name -> problems.add(
                        new Problem(field(SWITCHOVER_TO), "one of " + String.join(", ", nodeNames(set)), name)));
        return problems;
    }

    private static List<String> nodeNames(RedisReplicaSet set) {
        return IntStream.range(0, set.getSpec().replicas())
                .mapToObj(ordinal -> set.getMetadata().getName() + "-" + ordinal)
                .toList();
    }

    private static String field(String annotation) {
        return "metadata.annotations[" + annotation + "]";
    }

    private static OptionalLong allowedEpoch(RedisReplicaSet set) {
        try {
            return annotation(set, ALLOW_DATA_LOSS)
                    .map(Long::parseLong)
                    .filter(epoch -> epoch >= 0)
                    .map(OptionalLong::of)
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    private static Optional<String> annotation(RedisReplicaSet set, String name) {
        Map<String, String> annotations = set.getMetadata().getAnnotations();
        return annotations == null
                ? Optional.empty()
                : Optional.ofNullable(annotations.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
