package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.resource.IntentReader;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import io.redisreplicaset.operator.telemetry.SetEvents;
import io.redisreplicaset.operator.telemetry.SetReference;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The annotations that are commands to be carried out once: taken away when that is done, or can't be, with an Event
/// that says which. Left where they are they would be carried out again after the next failover.
///
/// One for each set; called by the thread that reconciles it.
final class Commands {
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final SetEvents events;
    private final OperatorMetrics metrics;
    private SwitchoverCommand switchover = SwitchoverCommand.NONE;

    Commands(KubernetesClient client, SetEvents events, OperatorMetrics metrics) {
        this.client = client;
        this.events = events;
        this.metrics = metrics;
    }

    /// Before the set is settled with these annotations.
    ///
    /// @param now by the steady clock
    void see(RedisReplicaSet set, Instant now) {
        switchover = switchover.seen(annotation(set, IntentReader.SWITCHOVER_TO), now);
    }

    /// Something was told of the set while it settled.
    void heard(Reason reason) {
        if (reason == Reason.SWITCHOVER_FAILED) {
            switchover = switchover.failed();
        }
    }

    /// Takes away what cannot be carried out at all, before anybody tries.
    ///
    /// @return whether there was such a thing: the set is read again then
    boolean refuse(RedisReplicaSet set) {
        List<Problem> problems = IntentReader.problems(set);
        for (Problem problem : problems) {
            boolean isSwitchover = problem.field().contains(IntentReader.SWITCHOVER_TO);
            events.tell(
                    SetReference.of(set),
                    isSwitchover ? Reason.SWITCHOVER_FAILED : Reason.SPEC_REJECTED,
                    problem.sentence());
            remove(set, isSwitchover ? IntentReader.SWITCHOVER_TO : IntentReader.ALLOW_DATA_LOSS);
        }
        return !problems.isEmpty();
    }

    /// Takes away what is done.
    ///
    /// @param set with the annotations that the settling saw
    /// @param status as the settling left it
    /// @param now by the steady clock
    void settle(RedisReplicaSet set, RedisReplicaSetStatus status, Instant now) {
        switch (switchover.judge(status, now)) {
            case SwitchoverCommand.Verdict.Open _ -> {}
            case SwitchoverCommand.Verdict.Done _ -> remove(set, IntentReader.SWITCHOVER_TO);
            case SwitchoverCommand.Verdict.Told _ -> remove(set, IntentReader.SWITCHOVER_TO);
            case SwitchoverCommand.Verdict.Hopeless(String why) -> {
                events.tell(SetReference.of(set), Reason.SWITCHOVER_FAILED, why, switchover.target());
                switchover = switchover.failed();
                remove(set, IntentReader.SWITCHOVER_TO);
            }
        }
        boolean allowanceIsOver = annotation(set, IntentReader.ALLOW_DATA_LOSS).isPresent()
                && status.failover() == null
                && status.masterEpoch() > allowedEpoch(set);
        if (allowanceIsOver) {
            remove(set, IntentReader.ALLOW_DATA_LOSS);
        }
    }

    private static long allowedEpoch(RedisReplicaSet set) {
        return IntentReader.intent(set, "").allowDataLoss().orElse(Long.MAX_VALUE);
    }

    private static Optional<String> annotation(RedisReplicaSet set, String name) {
        Map<String, String> annotations = set.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(name));
    }

    /// Only with the value that was seen: another one is another command.
    private void remove(RedisReplicaSet set, String annotation) {
        Optional<String> value = annotation(set, annotation);
        if (value.isEmpty()) {
            return;
        }
        String path = "/metadata/annotations/" + annotation.replace("~", "~0").replace("/", "~1");
        String patch = client.getKubernetesSerialization()
                .asJson(List.of(
                        Map.of("op", "test", "path", path, "value", value.get()),
                        Map.of("op", "remove", "path", path)));
        try {
            client.resource(set).patch(PatchContext.of(PatchType.JSON), patch);
            metrics.wrote("annotation");
        } catch (KubernetesClientException refused) {
            boolean isAnother =
                    refused.getCode() == UNPROCESSABLE || refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            if (!isAnother) {
                throw refused;
            }
        }
    }
}
