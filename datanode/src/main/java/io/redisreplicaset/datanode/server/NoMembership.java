package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.MembershipControl;

/// REPLICASET on a node of no set.
final class NoMembership implements MembershipControl {
    @Override
    public boolean isMember() {
        return false;
    }

    @Override
    public void run(Invocation invocation) {
        throw new ErrorReply("ERR This node belongs to no set");
    }
}
