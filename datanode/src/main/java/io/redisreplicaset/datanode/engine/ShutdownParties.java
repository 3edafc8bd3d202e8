package io.redisreplicaset.datanode.engine;

import java.util.List;

/// Who has a say when the node is to end: the clients that write, the replicas, and the set.
///
/// @param writes holds clients' writes back
/// @param replicas those that are attached
/// @param member the node's part in its set; [Member#NONE] where it belongs to none
public record ShutdownParties(Writes writes, Replicas replicas, Member member) {
    /// Holds writes back, or lets them go on.
    public interface Writes {
        void hold(boolean wanted);
    }

    /// A replica that is attached.
    ///
    /// @param name `host:port` as it announced itself
    /// @param ackedOffset the last one that it confirmed
    /// @param lagSeconds since then
    /// @param state as `INFO replication` calls it
    public record Replica(String name, long ackedOffset, long lagSeconds, String state) {}

    /// What replication knows.
    public interface Replicas {
        List<Replica> attached();

        /// Asks all to confirm at once what they hold.
        void requestAcks();
    }

    /// What the set's membership does.
    public interface Member {
        /// Whether there is a set at all.
        boolean isMember();

        /// Asks to be relieved of a mastership.
        void requestShutdown();

        /// Whether somebody else has to take over before this node may go quietly.
        boolean isMaster();

        /// Saves, and records that the end was clean. Behind this the node takes part no more.
        ///
        /// @throws IllegalStateException the data could not be saved
        void stop();

        /// Of a node that belongs to no set.
        Member NONE = new Member() {
            @Override
            public boolean isMember() {
                return false;
            }

            @Override
            public void requestShutdown() {}

            @Override
            public boolean isMaster() {
                return false;
            }

            @Override
            public void stop() {}
        };
    }
}
