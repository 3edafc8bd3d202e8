package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.engine.Circumstances;
import io.redisreplicaset.datanode.engine.DataGate;
import io.redisreplicaset.datanode.engine.EngineCore;
import io.redisreplicaset.datanode.engine.Replication;
import io.redisreplicaset.datanode.engine.Snapshots;

/// What the node is, for the checks before a command.
record NodeCircumstances(EngineCore core, Replication replication, Snapshots snapshots, DataGate gate)
        implements Circumstances {
    @Override
    public boolean needsPassword() {
        return !core.settings().get(Directives.REQUIRE_PASS).isEmpty();
    }

    @Override
    public boolean isLoading() {
        return core.isLoading();
    }

    @Override
    public boolean isReplica() {
        return replication.isReplica();
    }

    @Override
    public boolean replicaIsReadOnly() {
        return core.settings().isOn(Directives.REPLICA_READ_ONLY);
    }

    @Override
    public boolean hidesStaleData() {
        return replication.hidesStaleData();
    }

    @Override
    public boolean failedToSave() {
        return snapshots.failedToSave();
    }

    @Override
    public boolean lacksGoodReplicas() {
        return replication.lacksGoodReplicas();
    }
}
