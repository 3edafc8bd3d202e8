package io.redisreplicaset.datanode.membership;

import io.redisreplicaset.datanode.membership.Effect.PersistMeta;
import io.redisreplicaset.datanode.membership.Outcome.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What this node promised, on disk and on its way there, and which commands that forbids.
final class PromiseBook {
    private NodeMeta meta;
    /// What is known to be on disk; `meta` may be ahead of it while it is written.
    private NodeMeta durable;
    /// The epoch that was promised to a coordinator *by this process*, until it is used; 0 for none. A promise that
    /// an earlier process made is kept, but does not allow a promotion: what that process told of its data, and why
    /// the coordinator chose it, may not be true of this one. And a promotion that is repeated after a crash would
    /// begin a second history in one epoch.
    private long promotableEpoch;

    PromiseBook(NodeMeta onDisk) {
        meta = onDisk;
        durable = onDisk;
    }

    NodeMeta meta() {
        return meta;
    }

    NodeMeta durable() {
        return durable;
    }

    long promisedEpoch() {
        return meta.promisedEpoch();
    }

    /// Changes the meta in memory, and says what must be written for it.
    List<Effect> change(UnaryOperator<NodeMeta> change) {
        meta = change.apply(meta);
        return writeIfNeeded();
    }

    List<Effect> writeIfNeeded() {
        return meta.equals(durable) ? List.of() : List.of(new PersistMeta(meta));
    }

    void persisted(NodeMeta written) {
        durable = written;
    }

    List<Effect> promise(long epoch, String coordinator) {
        promotableEpoch = epoch;
        return change(known -> known.promising(epoch, coordinator));
    }

    void promotionIsUsedUp() {
        promotableEpoch = 0;
    }

    boolean isPromisedOnDisk(long epoch, String coordinator) {
        return epoch == durable.promisedEpoch() && coordinator.equals(durable.promisedTo());
    }

    Optional<Refused> refusalToServe(long epoch) {
        if (epoch < 1) {
            return Optional.of(new Refused("ERR epoch: wanted a whole number from 1 up, got " + epoch));
        }
        return epoch < meta.promisedEpoch() ? Optional.of(staleEpoch()) : Optional.empty();
    }

    Optional<Refused> refusalToPromise(long epoch, String coordinator) {
        boolean isPromisedToAnother = epoch == meta.promisedEpoch() && !coordinator.equals(meta.promisedTo());
        return refusalToServe(epoch)
                .or(() -> refusalOf(coordinator))
                .or(() -> isPromisedToAnother ? Optional.of(staleEpoch()) : Optional.empty());
    }

    Optional<Refused> refusalToPromote(long epoch, String coordinator) {
        boolean mayPromote = isPromisedOnDisk(epoch, coordinator) && promotableEpoch == epoch;
        return mayPromote
                ? Optional.empty()
                : Optional.of(new Refused("NOPROMISE epoch " + epoch + " was not promised to " + coordinator
                        + " by this process; promised " + durable.promisedEpoch() + " to '" + durable.promisedTo()
                        + "'"));
    }

    static Optional<Refused> refusalOf(String coordinator) {
        try {
            Bounds.requireWord("coordinator", coordinator, Bounds.MAX_COORDINATOR_LENGTH);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Refused("ERR " + e.getMessage()));
        }
    }

    private Refused staleEpoch() {
        return new Refused("STALEEPOCH promised " + meta.promisedEpoch() + " to " + meta.promisedTo());
    }
}
