package io.redisreplicaset.datanode.persistence.rdb;

/// The bytes are no snapshot that this node can hold.
public final class RdbFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String wanted;
    private final String got;

    /// @param offset of the byte that could not be accepted, from the start of the snapshot
    public RdbFormatException(long offset, String wanted, String got) {
        super("offset " + offset + ": wanted " + wanted + ", got " + got);
        this.offset = offset;
        this.wanted = wanted;
        this.got = got;
    }

    public long offset() {
        return offset;
    }

    public String wanted() {
        return wanted;
    }

    public String got() {
        return got;
    }
}
