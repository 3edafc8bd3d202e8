package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.SetSketch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One step of the machine on a sketch, and questions about it.
record StepUnderTest(FailoverStep step) {
    /// By the coordinator of the tests, which has been watching for an hour.
    static StepUnderTest of(SetSketch set) {
        return of(set, watching(set));
    }

    static StepUnderTest of(SetSketch set, CoordinatorMemory memory) {
        return new StepUnderTest(FailoverMachine.step(set.sight(), memory));
    }

    /// A memory that knows the set as it is since an hour.
    static CoordinatorMemory watching(SetSketch set) {
        Instant before = SetSketch.NOW.minusSeconds(3_600);
        return CoordinatorMemory.fresh(SetSketch.COORDINATOR, before).seeing(set.record, before);
    }

    <A extends Action> List<A> all(Class<A> kind) {
        return step.actions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Everything but events and waits.
    List<Action> deeds() {
        return step.actions().stream()
                .filter(action -> !(action instanceof Action.Emit) && !(action instanceof Action.WaitUntil))
                .toList();
    }

    Optional<SetRecord> saved() {
        return all(Action.SaveRecord.class).stream().findFirst().map(Action.SaveRecord::record);
    }

    SetRecord requireSaved() {
        assertThat(saved()).as("a record that is saved by %s", step).isPresent();
        return saved().orElseThrow();
    }

    List<Reason> events() {
        return step.actions().stream()
                .flatMap(action -> switch (action) {
                    case Action.SaveRecord save -> save.events().stream();
                    case Action.Emit emit -> Stream.of(emit);
                    case Action.Fence _,
                            Action.Promote _,
                            Action.Follow _,
                            Action.Pause _,
                            Action.Peers _,
                            Action.Ask _,
                            Action.Label _,
                            Action.CreateNode _,
                            Action.DeleteNode _,
                            Action.WaitUntil _ -> Stream.<Action.Emit>empty();
                })
                .map(Action.Emit::reason)
                .toList();
    }

    /// The earliest moment at which it wants to be asked again.
    Instant wakesAt() {
        return all(Action.WaitUntil.class).stream()
                .map(Action.WaitUntil::at)
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
