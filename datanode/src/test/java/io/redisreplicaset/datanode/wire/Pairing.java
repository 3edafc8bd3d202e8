package io.redisreplicaset.datanode.wire;

/// Who replicates from whom.
enum Pairing {
    NODE_OF_REDIS(Program.REDIS, Program.NODE),
    REDIS_OF_NODE(Program.NODE, Program.REDIS),
    NODE_OF_NODE(Program.NODE, Program.NODE);

    final Program master;
    final Program replica;

    Pairing(Program master, Program replica) {
        this.master = master;
        this.replica = replica;
    }
}
