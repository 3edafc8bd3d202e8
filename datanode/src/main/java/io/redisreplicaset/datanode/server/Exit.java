package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.engine.ProcessExit;
import io.redisreplicaset.datanode.transport.OwnerLoop;

/// The end of the process, by way of the loop's end.
final class Exit implements ProcessExit {
    private final OwnerLoop loop;
    private int code;

    Exit(OwnerLoop loop) {
        this.loop = loop;
    }

    int code() {
        return code;
    }

    @Override
    public void exit(int wanted) {
        code = wanted;
        loop.stop();
    }

    @Override
    public void halt(int wanted) {
        Runtime.getRuntime().halt(wanted);
    }
}
