package io.redisreplicaset.datanode.membership;

/// `node.meta` is not what this node wrote. The node must not start: it cannot know what it promised.
public final class MalformedNodeMetaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedNodeMetaException(int line, String wanted, String got) {
        super("node.meta line " + line + ": wanted " + wanted + ", got '" + got + "'");
    }
}
