package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.failover.CandidateOrder.Candidate;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.Position;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One election: whose promise is wanted, whether those at hand are enough, and who wins.
///
/// The same counting is used twice: before anybody is fenced, with "answers now" for "has promised" (look
/// before you fence), and afterwards with the promises themselves.
final class Election {
    /// How an election stands.
    sealed interface Standing {
        /// This node, with these voters.
        ///
        /// @param rootEpoch where the winner's data began, or will have begun
        /// @param replacesAllVoters the voters before have no say any more: there were none, or the user said
        ///     so
        record Won(Voter target, VoterGroup votersToBe, long rootEpoch, boolean replacesAllVoters, String how)
                implements Standing {}

        /// Nobody, for now.
        ///
        /// @param isRisk waiting cannot help: going on could lose data, and a human decides
        record Lacking(String why, boolean isRisk) implements Standing {}

        /// Somebody promised a later epoch; this one is over.
        record Superseded(long epoch) implements Standing {}
    }

    private final Sight sight;
    private final Kind kind;
    private final Optional<Voter> preferred;
    private final Optional<VoterGroup> wantedVoters;
    private final boolean patienceIsOver;

    /// @param preferred wins among equals
    /// @param wantedVoters what a change of voters leads to
    /// @param patienceIsOver a first start need not wait for the last of the nodes any more
    Election(
            Sight sight,
            Kind kind,
            Optional<Voter> preferred,
            Optional<VoterGroup> wantedVoters,
            boolean patienceIsOver) {
        this.sight = sight;
        this.kind = kind;
        this.preferred = preferred;
        this.wantedVoters = wantedVoters;
        this.patienceIsOver = patienceIsOver;
    }

    /// The user allowed to go on with less, and no master was made since.
    static boolean dataLossIsAllowed(Sight sight) {
        SetRecord record = sight.record();
        return sight.intent().allowDataLoss().isPresent()
                && sight.intent().allowDataLoss().getAsLong() >= record.targetedEpoch()
                && sight.intent().allowDataLoss().getAsLong() <= record.epoch();
    }

    /// The nodes whose promise is asked for.
    List<ObservedNode> electorate() {
        List<ObservedNode> nodes = sight.observed().nodes();
        if (kind == Kind.VOTERS) {
            // The unbroken master's own promise is enough, and nobody else is disturbed.
            return nodes.stream()
                    .filter(node -> preferred
                            .filter(voter -> voter.name().equals(node.name()))
                            .isPresent())
                    .toList();
        }
        if (kind == Kind.BOOTSTRAP || dataLossIsAllowed(sight)) {
            return nodes.stream()
                    .filter(node -> sight.intent().wants(node.name()))
                    .toList();
        }
        Set<String> names = sight.record().groups().stream()
                .flatMap(group -> group.voters().stream())
                .map(Voter::name)
                .collect(Collectors.toSet());
        return nodes.stream().filter(node -> names.contains(node.name())).toList();
    }

    /// Before the fencing: who would win if all who answer now promised.
    Standing forecast() {
        return stand(status -> true, true);
    }

    /// After it: who wins by the promises of `epoch` to `coordinator`.
    Standing standing(long epoch, String coordinator) {
        Optional<Long> later = electorate().stream()
                .flatMap(node -> node.status().known().stream())
                .map(NodeStatus::promisedEpoch)
                .filter(promised -> promised > epoch)
                .max(Comparator.naturalOrder());
        return later.<Standing>map(Standing.Superseded::new)
                .orElseGet(() -> stand(status -> status.hasPromised(epoch, coordinator), false));
    }

    private Standing stand(Predicate<NodeStatus> hasPromised, boolean mustBeFresh) {
        Map<String, Candidate> promisers = new LinkedHashMap<>();
        for (ObservedNode node : electorate()) {
            Optional<NodeStatus> status =
                    mustBeFresh ? sight.fresh(node) : node.status().known();
            status.filter(hasPromised)
                    .ifPresent(known -> promisers.put(
                            known.nodeId(), new Candidate(new Voter(known.nodeId(), node.name()), known)));
        }
        return sight.record().groups().isEmpty() ? firstStart(promisers) : amongVoters(promisers);
    }

    // ------------------------------------------------------------------ a set that was begun

    private Standing amongVoters(Map<String, Candidate> promisers) {
        List<VoterGroup> groups = sight.record().groups();
        Map<String, Candidate> voters = new LinkedHashMap<>(promisers);
        voters.keySet().removeIf(id -> !sight.record().isVoter(id));
        Optional<Standing> among = amongThoseThatAreHeard(voters);
        if (among.isPresent()) {
            return among.get();
        }
        ElectionRule rule = rule(voters);
        boolean allAccountedFor = groups.stream().allMatch(rule::allAreAccountedFor);
        Optional<String> lacking = rule.lacking(groups);
        if (lacking.isEmpty() && holdNothingAlthoughBegun(voters) && (!allAccountedFor || learnersHoldData())) {
            lacking = Optional.of("none of those that answer holds any data, and others may");
        }
        if (lacking.isPresent()) {
            return Election.dataLossIsAllowed(sight) && kind != Kind.VOTERS
                    ? byPermission(promisers)
                    : new Standing.Lacking(lacking.get(), allAreInSight(groups));
        }
        return isWayOut() && !newVotersHoldAll(voters)
                ? new Standing.Lacking("the new voters do not hold all that the master holds", false)
                : choose(voters);
    }

    /// A master that the others do not hear could be promoted again, and then nobody could follow it. Where enough
    /// promised without it, its promise ends its epoch, and its vote is not needed.
    private Optional<Standing> amongThoseThatAreHeard(Map<String, Candidate> voters) {
        Map<String, Candidate> heard = new LinkedHashMap<>(voters);
        heard.values().removeIf(candidate -> isUnheardMaster(candidate, voters.values()));
        boolean isEnough = kind == Kind.FAILOVER
                && heard.size() < voters.size()
                && !holdNothingAlthoughBegun(heard)
                && rule(heard).lacking(sight.record().groups()).isEmpty();
        return isEnough && choose(heard) instanceof Standing.Won won ? Optional.of(won) : Optional.empty();
    }

    /// One whose process started again is not meant: the others have not had the time to hear it.
    private boolean isUnheardMaster(Candidate candidate, Collection<Candidate> all) {
        NodeStatus status = candidate.status();
        long longMillis = 2 * sight.intent().detectionTimeout().toMillis();
        long deaf = all.stream()
                .filter(other -> !other.equals(candidate))
                .filter(other -> other.status()
                        .peer(candidate.voter().name())
                        .filter(peer -> peer.heardMillis() >= longMillis)
                        .isPresent())
                .count();
        return status.isUnbrokenMasterOf(status.epoch()) && deaf > (all.size() - 1) / 2;
    }

    /// A third group, in place of two that can't commit their marker any more.
    boolean isWayOut() {
        return kind == Kind.VOTERS
                && sight.record().unfinished().isPresent()
                && wantedVoters
                        .filter(group -> sight.record().groups().stream().noneMatch(group::isSameAs))
                        .isPresent();
    }

    /// Nobody would ask the two groups before it any more, so everything that they may have committed must be safe
    /// in the new one first: the unbroken master, fenced, holds all of that, and a write quorum of the new group
    /// holds what it holds.
    private boolean newVotersHoldAll(Map<String, Candidate> promisers) {
        VoterGroup group = wantedVoters.orElseThrow();
        Optional<Position> masters =
                promisers.values().stream().map(Candidate::position).max(Comparator.naturalOrder());
        long holders = group.voters().stream()
                .flatMap(voter -> sight.fresh(voter).stream())
                .filter(status -> masters.filter(status.position()::equals).isPresent())
                .count();
        return holders >= group.writeQuorum();
    }

    private ElectionRule rule(Map<String, Candidate> voters) {
        Set<String> intact = voters.entrySet().stream()
                .filter(entry -> entry.getValue().status().intact())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> gone = sight.record().groups().stream()
                .flatMap(group -> group.voters().stream())
                .filter(sight::isGone)
                .map(Voter::nodeId)
                .collect(Collectors.toSet());
        // A history beyond the last target shows that the record is an old one.
        long latest = sight.record().targetedEpoch();
        boolean latestMaster = voters.values().stream()
                        .anyMatch(candidate -> candidate.status().isUnbrokenMasterOf(latest))
                && sight.observed().nodes().stream()
                        .flatMap(node -> node.status().known().stream())
                        .noneMatch(status -> status.historyEpoch() > latest);
        return new ElectionRule(sight.intent().durability(), intact, voters.keySet(), gone, latestMaster);
    }

    private static boolean holdNothingAlthoughBegun(Map<String, Candidate> voters) {
        return voters.values().stream()
                .noneMatch(candidate -> candidate.status().hasHistory());
    }

    /// A node that has no vote has what no voter has: nothing is to be decided over its head.
    private boolean learnersHoldData() {
        return sight.observed().nodes().stream()
                .flatMap(node -> node.status().known().stream())
                .anyMatch(status -> !sight.record().isVoter(status.nodeId()) && status.hasHistory());
    }

    /// Every voter answers or is gone: nothing more will come by waiting.
    private boolean allAreInSight(List<VoterGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.voters().stream())
                .allMatch(voter -> sight.isGone(voter) || sight.fresh(voter).isPresent());
    }

    private Standing choose(Map<String, Candidate> voters) {
        List<Candidate> own =
                voters.values().stream().filter(this::isOwnLineage).toList();
        Optional<Position> most = own.stream().map(Candidate::position).max(Comparator.naturalOrder());
        if (most.isEmpty()) {
            return new Standing.Lacking("all who promised hold data of another beginning", true);
        }
        // In mode quorum only a node that holds as much as anybody may win; in mode async a priority of 0 is stronger.
        Optional<Candidate> best = own.stream()
                .filter(candidate -> candidate.status().priority() > 0)
                .filter(candidate -> sight.intent().durability() == Durability.ASYNC
                        || candidate.position().equals(most.get()))
                .min(new CandidateOrder(preferred));
        if (best.isEmpty()) {
            return new Standing.Lacking("those that hold the most may not be promoted: their priority is 0", false);
        }
        VoterGroup votersToBe = votersToBe(best.get(), voters.keySet());
        return new Standing.Won(
                best.get().voter(),
                votersToBe,
                rootEpochOf(best.get()),
                isWayOut(),
                "holds " + best.get().position() + " of " + voters.size() + " that promised");
    }

    private boolean isOwnLineage(Candidate candidate) {
        long root = candidate.status().rootEpoch();
        return root == 0 || root == sight.record().rootEpoch();
    }

    /// No further change of voters before an unfinished one is finished: then it is one of the two groups, the
    /// newer one where it can be committed now.
    private VoterGroup votersToBe(Candidate winner, Set<String> promised) {
        SetRecord record = sight.record();
        if (kind == Kind.VOTERS && wantedVoters.isPresent()) {
            return wantedVoters.get();
        }
        String id = winner.voter().nodeId();
        Optional<VoterGroup> newer = record.unfinished().filter(group -> group.contains(id));
        boolean newerCanCommit = newer.filter(group ->
                        group.nodeIds().stream().filter(promised::contains).count() >= group.writeQuorum())
                .isPresent();
        if (newer.isPresent() && (newerCanCommit || !record.config().contains(id))) {
            return newer.get();
        }
        return record.config();
    }

    private Standing byPermission(Map<String, Candidate> promisers) {
        List<Candidate> all = List.copyOf(promisers.values());
        return all.stream()
                .filter(candidate -> candidate.status().priority() > 0)
                .min(Comparator.comparing((Candidate candidate) -> !isOwnLineage(candidate))
                        .thenComparing(new CandidateOrder(preferred)))
                .<Standing>map(winner -> new Standing.Won(
                        winner.voter(),
                        sight.intent().groupOf(inOrder(all)),
                        rootEpochOf(winner),
                        true,
                        "holds " + winner.position() + ", the most of those that answer; by allow-data-loss"))
                .orElseGet(() -> new Standing.Lacking("no node answers that may be promoted", false));
    }

    // ------------------------------------------------------------------ a set that was never begun

    private Standing firstStart(Map<String, Candidate> promisers) {
        int wanted = sight.intent().replicas();
        int needed = patienceIsOver ? wanted / 2 + 1 : wanted;
        if (promisers.size() < needed) {
            return new Standing.Lacking(
                    "the first start waits for " + needed + " of " + wanted + " nodes, " + promisers.size() + " there",
                    false);
        }
        List<Candidate> all = List.copyOf(promisers.values());
        Set<Long> lineages = all.stream()
                .map(Candidate::status)
                .filter(NodeStatus::hasHistory)
                .map(NodeStatus::rootEpoch)
                .collect(Collectors.toSet());
        if (lineages.size() > 1 && !dataLossIsAllowed(sight)) {
            return new Standing.Lacking("nodes hold data of " + lineages.size() + " beginnings: " + lineages, true);
        }
        return all.stream()
                .filter(candidate -> candidate.status().priority() > 0)
                .min(new CandidateOrder(preferred))
                .<Standing>map(winner -> new Standing.Won(
                        winner.voter(),
                        sight.intent().groupOf(inOrder(all)),
                        rootEpochOf(winner),
                        true,
                        winner.status().hasHistory() ? "holds data" : "seeds an empty set"))
                .orElseGet(() -> new Standing.Lacking("no node may be promoted: all priorities are 0", false));
    }

    private static List<Voter> inOrder(List<Candidate> candidates) {
        List<Voter> voters =
                new ArrayList<>(candidates.stream().map(Candidate::voter).toList());
        voters.sort(Comparator.comparingInt(voter -> SetIntent.ordinalOf(voter.name())));
        return voters;
    }

    /// A node without a history begins one, with the epoch of the attempt.
    private long rootEpochOf(Candidate winner) {
        long own = winner.status().rootEpoch();
        return own > 0 ? own : sight.record().attempt().map(Attempt::epoch).orElse(0L);
    }
}
