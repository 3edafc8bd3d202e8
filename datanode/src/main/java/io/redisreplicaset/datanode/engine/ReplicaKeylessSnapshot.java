package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.redisreplicaset.datanode.persistence.rdb.RdbWriter;

/// A snapshot of all that is not kept under keys, for who asked for no more than that: `redis-cli --functions-rdb`.
final class ReplicaKeylessSnapshot {
    private ReplicaKeylessSnapshot() {}

    static ByteBuf bytes(EngineCore core, SnapshotFacts facts) {
        RdbWriter writer = new RdbWriter(false, true);
        writer.begin();
        SnapshotAux.write(writer, facts, core.clock().unixMillis());
        writer.end();
        return Unpooled.copiedBuffer(writer.buffer(), 0, writer.size());
    }
}
