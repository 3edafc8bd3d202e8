package io.redisreplicaset.operator.topology;

import io.redisreplicaset.operator.api.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// From what is to what should be, as long as nobody has to change epoch for it. Total functions of what is
/// seen; the same sight gives the same plan, and a plan that is carried out gives an empty one.
///
/// Priority: while an attempt is open, or the master does not serve, only [#whileUnsettled] is done, which can
/// hurt nobody. The rest waits for a master.
public final class TopologyPlanner {
    private TopologyPlanner() {}

    /// What is safe at any time: wanted nodes that do not exist are made, and nodes learn of each other.
    public static List<Action> whileUnsettled(Sight sight) {
        List<Action> actions = new ArrayList<>();
        for (String name : sight.intent().names()) {
            if (sight.observed().node(name).isEmpty()) {
                actions.add(new Action.CreateNode(name, sight.intent().revision()));
                actions.add(Action.emit(Reason.NODE_CREATED, "Creating node " + name, name));
            }
        }
        actions.addAll(peers(sight));
        return actions;
    }

    /// The plan for a master that serves and is suspected: nobody is taken away from it, and it may be
    /// relieved.
    public static Plan carefulPlan(Sight sight, ObservedNode master) {
        List<Action> actions = new ArrayList<>(whileUnsettled(sight));
        actions.addAll(follows(sight, master));
        actions.addAll(labels(sight, master));
        return new Plan(actions, relief(sight, master));
    }

    /// The whole plan, for a set whose recorded master serves and that has no attempt open.
    public static Plan plan(Sight sight, ObservedNode master) {
        List<Action> actions = new ArrayList<>(carefulPlan(sight, master).actions());
        actions.addAll(departures(sight));
        Optional<Wish> wish = renewal(sight)
                .or(() -> relief(sight, master))
                .or(() -> VoterPlan.wish(sight))
                .or(() -> scaledAwayMaster(sight, master));
        if (wish.isPresent()) {
            return new Plan(actions, wish);
        }
        Plan update = RollingUpdate.plan(sight, master);
        actions.addAll(update.actions());
        return new Plan(actions, update.wish());
    }

    /// Follow commands for all nodes but the master that do not follow as they should.
    public static List<Action> follows(Sight sight, ObservedNode master) {
        List<Action> actions = new ArrayList<>();
        long epoch = sight.record().master().map(MasterRecord::epoch).orElse(0L);
        for (Map.Entry<String, ObservedNode> entry :
                new Upstreams(sight, master).byName().entrySet()) {
            ObservedNode node = sight.observed().node(entry.getKey()).orElseThrow();
            Optional<NodeStatus> status = sight.fresh(node);
            Optional<Address> address = entry.getValue().address();
            if (status.isPresent()
                    && address.isPresent()
                    && !hasStopped(node, status.get())
                    && !sight.wasRefusedLately(node, "FOLLOW")) {
                actions.addAll(
                        follow(node, status.get(), epoch, entry.getValue().name(), address.get()));
            }
        }
        return actions;
    }

    /// It was told to end and has let go of its upstream: it saves what it holds, and then it is gone.
    private static boolean hasStopped(ObservedNode node, NodeStatus status) {
        return node.deleting() && status.role() == NodeRole.FENCED;
    }

    private static List<Action> follow(
            ObservedNode node, NodeStatus status, long epoch, String upstream, Address address) {
        boolean isStaleMaster = status.role() == NodeRole.MASTER && status.epoch() < epoch;
        boolean isAtHome = status.upstream().equals(Optional.of(address.toString())) && status.epoch() >= epoch;
        boolean mayFollow = status.promisedEpoch() <= epoch && (status.role() != NodeRole.MASTER || isStaleMaster);
        if (!mayFollow || (status.role() == NodeRole.REPLICA && isAtHome)) {
            return List.of();
        }
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.Follow(node.name(), epoch, upstream, address));
        if (isStaleMaster) {
            actions.add(Action.emit(
                    Reason.STALE_MASTER_DEMOTED,
                    node.name() + " still was master of epoch " + status.epoch() + "; it follows " + upstream + " now",
                    node.name()));
        } else if (!status.upstream().equals(Optional.of(address.toString()))) {
            actions.add(
                    Action.emit(Reason.REPLICA_REPOINTED, node.name() + " is told to follow " + upstream, node.name()));
        }
        return actions;
    }

    private static List<Action> peers(Sight sight) {
        List<Action> actions = new ArrayList<>();
        for (ObservedNode node : sight.observed().nodes()) {
            List<Action.Peer> wanted = sight.observed().nodes().stream()
                    .filter(other -> !other.name().equals(node.name()))
                    .flatMap(other -> other.address().map(address -> new Action.Peer(other.name(), address)).stream())
                    .toList();
            Set<String> wantedWords = wanted.stream()
                    .map(peer -> peer.name() + " " + peer.address())
                    .collect(Collectors.toSet());
            boolean differs = sight.fresh(node)
                    .filter(status -> !status.peers().stream()
                            .map(peer -> peer.name() + " " + peer.address())
                            .collect(Collectors.toSet())
                            .equals(wantedWords))
                    .isPresent();
            if (differs && !sight.wasRefusedLately(node, "PEERS")) {
                actions.add(new Action.Peers(node.name(), wanted));
            }
        }
        return actions;
    }

    private static List<Action> labels(Sight sight, ObservedNode master) {
        List<Action> actions = new ArrayList<>();
        for (ObservedNode node : sight.observed().nodes()) {
            Optional<NodeRole> wanted = sight.fresh(node)
                    .map(status -> node.name().equals(master.name()) ? NodeRole.MASTER : label(status));
            if (wanted.isPresent() && !wanted.equals(node.label())) {
                actions.add(new Action.Label(node.name(), wanted.get()));
            }
        }
        return actions;
    }

    /// Clients are never led to a node by what it believes of itself alone.
    private static NodeRole label(NodeStatus status) {
        return status.role() == NodeRole.MASTER ? NodeRole.FENCED : status.role();
    }

    /// Nodes that are not wanted, are not master, and have no vote any more.
    private static List<Action> departures(Sight sight) {
        List<Action> actions = new ArrayList<>();
        for (ObservedNode node : sight.observed().nodes()) {
            boolean mayGo = !sight.intent().wants(node.name())
                    && !node.deleting()
                    && !sight.record().isMaster(node.name())
                    && sight.record().groups().stream()
                            .allMatch(group -> group.named(node.name()).isEmpty());
            if (mayGo) {
                actions.add(new Action.DeleteNode(node.name(), "scaled away"));
                actions.add(Action.emit(
                        Reason.NODE_DELETED, "Deleting node " + node.name() + ": scaled away", node.name()));
            }
        }
        return actions;
    }

    /// A node that promised an epoch which nobody became master of can follow no one until there is a later
    /// one.
    private static Optional<Wish> renewal(Sight sight) {
        long epoch = sight.record().master().map(MasterRecord::epoch).orElse(0L);
        return sight.observed().nodes().stream()
                .filter(node -> sight.fresh(node)
                        .filter(status -> status.promisedEpoch() > epoch)
                        .isPresent())
                .findFirst()
                .map(node -> new Wish.ChangeVoters(
                        sight.record().unfinished().orElse(sight.record().config()),
                        node.name() + " promised a later epoch than the master's"));
    }

    /// A master that is about to end, or that the user wants elsewhere.
    private static Optional<Wish> relief(Sight sight, ObservedNode master) {
        boolean isLeaving = master.deleting()
                || sight.fresh(master).filter(NodeStatus::shuttingDown).isPresent();
        if (isLeaving) {
            return SwitchoverTargets.best(sight)
                    .map(target -> new Wish.Switchover(Optional.empty(), master.name() + " is shutting down"));
        }
        return sight.intent()
                .switchoverTo()
                .filter(name -> !name.equals(master.name()))
                .filter(name -> SwitchoverTargets.all(sight).stream()
                        .anyMatch(target -> target.name().equals(name)))
                // A node that is about to be replaced would have to hand it on again, and be asked for it again.
                .filter(name -> sight.observed()
                        .node(name)
                        .filter(node -> node.revision().equals(sight.intent().revision()))
                        .isPresent())
                .map(name -> new Wish.Switchover(Optional.of(name), "asked for by switchover-to"));
    }

    private static Optional<Wish> scaledAwayMaster(Sight sight, ObservedNode master) {
        boolean isScaledAway = !sight.intent().wants(master.name());
        return isScaledAway && SwitchoverTargets.best(sight).isPresent()
                ? Optional.of(new Wish.Switchover(Optional.empty(), "scale-down of the master's node"))
                : Optional.empty();
    }

    /// Other voters, where those that the master was told can't commit their marker any more.
    public static Optional<Wish> wayOutFor(VoterGroup told, Sight sight) {
        return VoterPlan.wayOut(sight, told);
    }

    /// The order in which nodes leave or are replaced: the highest ordinal first.
    static Comparator<ObservedNode> highestOrdinalFirst() {
        return Comparator.comparingInt((ObservedNode node) -> SetIntent.ordinalOf(node.name()))
                .reversed();
    }
}
