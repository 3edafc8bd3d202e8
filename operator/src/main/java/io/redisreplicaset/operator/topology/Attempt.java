package io.redisreplicaset.operator.topology;

import java.time.Instant;
import java.util.Optional;

/// A change of epoch that is under way. It is reserved in the record before anything else happens, so there is
/// at most one, and whoever finds it knows how far it may have come.
///
/// @param coordinator who reserved it; nobody else may use the promises of this epoch
/// @param from the master before; empty where there was none
/// @param target until stage `PROMOTING` whom it is meant for; from then on the only node that may be promoted
/// @param votersToBe until stage `PROMOTING` what is wanted, from then on what the promoted node was told
/// @param detectMillis how long the old master had been silent when it was judged dead
/// @param startedAt by the clock of `coordinator`, and compared with no other
public record Attempt(
        long epoch,
        String coordinator,
        Kind kind,
        Stage stage,
        Optional<Voter> from,
        Optional<Voter> target,
        Optional<VoterGroup> votersToBe,
        String reason,
        long detectMillis,
        Instant startedAt) {
    public enum Kind {
        /// The first master, or the first one again after all voters were lost.
        BOOTSTRAP("bootstrap"),
        FAILOVER("failover"),
        SWITCHOVER("switchover"),
        /// The same master under a later epoch, with other voters or to outbid a promise.
        VOTERS("change of voters");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        /// Whether a master that served is replaced, which users call a failover. A first start is slow for reasons of
        /// its own, and other voters are no failover.
        public boolean replacesMaster() {
            return switch (this) {
                case FAILOVER, SWITCHOVER -> true;
                case BOOTSTRAP, VOTERS -> false;
            };
        }
    }

    public enum Stage {
        /// Switchover only: the master holds its writes; nothing is promised yet.
        PAUSING,
        /// Promises are being gathered.
        FENCING,
        /// The target is written: it may have been promoted.
        PROMOTING
    }

    public Attempt promoting(Voter chosen, VoterGroup voters) {
        return new Attempt(
                epoch,
                coordinator,
                kind,
                Stage.PROMOTING,
                from,
                Optional.of(chosen),
                Optional.of(voters),
                reason,
                detectMillis,
                startedAt);
    }
}
