package io.redisreplicaset.operator.topology;

import io.redisreplicaset.operator.api.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a runtime must carry out: the whole vocabulary, for pods and for processes alike.
///
/// The actions of one step do not depend on each other and are carried out in parallel. Each may be repeated,
/// and each may be the last thing that a coordinator did. An action that equals one still in flight is not
/// started again. A node that cannot be reached within its deadline makes its status [Fact.Unknown], a node
/// that refuses leaves a [Refusal] and a fresh status; every reply of a node is a status, and the next step is
/// taken as soon as one arrives.
public sealed interface Action {
    /// Afterwards: the store holds `record`, if its version still was `expectedVersion`, and the events are
    /// told; otherwise nothing was written and none is told, and the next step sees the record that was there
    /// instead. It is always the only action of its step that touches the record.
    record SaveRecord(String expectedVersion, SetRecord record, List<Emit> events) implements Action {
        public SaveRecord {
            events = List.copyOf(events);
        }
    }

    /// Afterwards: the node has promised `epoch` to this coordinator and says so in its status, or it is
    /// unknown or has refused. Deadline: [Deadlines#COMMAND].
    record Fence(String node, long epoch) implements Action {}

    /// Afterwards: the node is master of `epoch` and says so in its status, or it is unknown (and may be) or
    /// has refused.
    record Promote(String node, long epoch, int writeQuorum, List<String> voters) implements Action {
        public Promote {
            voters = List.copyOf(voters);
        }
    }

    /// Afterwards: the node has been told to replicate from `upstream`.
    record Follow(String node, long epoch, String upstream, Address address) implements Action {}

    /// Afterwards: the master holds its writes, for at most `millis`; 0 lets them go on.
    record Pause(String node, long millis) implements Action {}

    /// Afterwards: the node exchanges heartbeats with exactly these.
    record Peers(String node, List<Peer> peers) implements Action {
        public Peers {
            peers = List.copyOf(peers);
        }
    }

    record Peer(String name, Address address) {}

    /// Afterwards: the node's status is newer than this action, or unknown.
    record Ask(String node) implements Action {}

    /// Afterwards: the node's role label says `role`, and clients are led accordingly. A node that is gone is
    /// no error.
    record Label(String node, NodeRole role) implements Action {}

    /// Afterwards: a node of that name exists, on its old disk where the set is persistent and it had one. One
    /// that exists already is left as it is.
    record CreateNode(String node, String revision) implements Action {}

    /// Afterwards: the node was asked to end in good order, and will be gone. Its disk is kept where the set is
    /// persistent and the node is wanted.
    record DeleteNode(String node, String why) implements Action {}

    /// Afterwards: log, events, conditions and metrics have it. The same again within a while may be counted
    /// instead of repeated.
    record Emit(Reason reason, String message, Optional<String> node) implements Action {}

    /// Take the next step at `at`, if nothing happens before. Not a promise of anything, only the end of a
    /// silence.
    record WaitUntil(Instant at, String why) implements Action {}

    static Emit emit(Reason reason, String message) {
        return new Emit(reason, message, Optional.empty());
    }

    static Emit emit(Reason reason, String message, String node) {
        return new Emit(reason, message, Optional.of(node));
    }
}
