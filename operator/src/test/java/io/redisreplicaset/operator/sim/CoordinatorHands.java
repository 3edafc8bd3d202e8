package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.Action;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Carries the actions of one incarnation of a coordinator out. An action that equals one still under way is not
/// begun again.
final class CoordinatorHands {
    private static final long API_PATIENCE = 2 * VirtualTime.SECOND;

    private final Sim sim;
    private final Coordinator owner;
    private final String identity;
    private final int incarnation;
    private final Set<Action> underWay = new LinkedHashSet<>();
    private final Set<String> asking = new LinkedHashSet<>();

    CoordinatorHands(Sim sim, Coordinator owner, String identity) {
        this.sim = sim;
        this.owner = owner;
        this.identity = identity;
        this.incarnation = owner.incarnation();
    }

    /// Begins an action, a moment after it was decided.
    void take(Action action) {
        if (underWay.add(action)) {
            sim.time().after(sim.handNanos(), () -> owner.turn(incarnation, () -> begin(action)));
        }
    }

    private void begin(Action action) {
        switch (action) {
            case Action.SaveRecord save -> save(save);
            case Action.Fence fence -> command(action, NodeCommand.fence(fence, identity));
            case Action.Promote promote -> command(action, NodeCommand.promote(promote, identity));
            case Action.Follow follow -> command(action, NodeCommand.follow(follow));
            case Action.Pause pause -> command(action, NodeCommand.pause(pause));
            case Action.Peers peers -> command(action, NodeCommand.peers(peers));
            case Action.Ask(String node) -> {
                underWay.remove(action);
                ask(node);
            }
            case Action.Label(String node, var role) ->
                api(action, () -> sim.cluster().label(node, role));
            case Action.CreateNode(String node, String revision) ->
                api(action, () -> sim.cluster().create(node, revision));
            case Action.DeleteNode(String node, String _) ->
                api(action, () -> sim.cluster().delete(node));
            case Action.Emit(var reason, String message, var _) -> {
                underWay.remove(action);
                sim.emitted(owner, reason, message);
            }
            case Action.WaitUntil _ -> throw new IllegalStateException("nobody carries out a wait");
        }
    }

    // ------------------------------------------------------------------ the API server

    private void api(Action action, Runnable effect) {
        endsAtLast(action);
        owner.toApi().send(() -> {
            effect.run();
            owner.fromApi().send(() -> underWay.remove(action));
        });
    }

    private void save(Action.SaveRecord save) {
        endsAtLast(save);
        owner.toApi().send(() -> {
            boolean isTaken = sim.store().save(save.expectedVersion(), save.record());
            sim.saved(owner, save, isTaken);
            owner.fromApi().send(() -> owner.turn(incarnation, () -> answered(save, isTaken)));
        });
    }

    private void answered(Action.SaveRecord save, boolean isTaken) {
        underWay.remove(save);
        if (isTaken) {
            save.events().forEach(event -> sim.emitted(owner, event.reason(), event.message()));
        }
        owner.learn(sim.store().record());
    }

    /// An action without an answer may be begun again after a while.
    private void endsAtLast(Action action) {
        sim.time()
                .after(
                        API_PATIENCE,
                        () -> owner.turn(incarnation, () -> {
                            if (underWay.remove(action)) {
                                owner.thinkSoon();
                            }
                        }));
    }

    // ------------------------------------------------------------------ nodes

    void ask(String node) {
        if (asking.add(node)) {
            call(node, Optional.empty(), () -> asking.remove(node));
        }
    }

    private void command(Action action, NodeCommand command) {
        sim.trace()
                .add(
                        owner.name(),
                        command.word(),
                        command.node(),
                        command.epoch() > 0 ? "epoch " + command.epoch() : "");
        call(command.node(), Optional.of(command), () -> underWay.remove(action));
    }

    private void call(String node, Optional<NodeCommand> command, Runnable afterwards) {
        owner.pod(node).ifPresentOrElse(pod -> new NodeCall(sim, owner, pod, command, afterwards).begin(), afterwards);
    }
}
