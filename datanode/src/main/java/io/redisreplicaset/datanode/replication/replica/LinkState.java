package io.redisreplicaset.datanode.replication.replica;

/// Where the link to the upstream stands. `package-info` draws the way from one to the next.
public enum LinkState {
    /// Follows nobody.
    NONE("none"),
    /// Has no connection, and opens one at the time that it has set itself.
    CONNECT("connect"),
    CONNECTING("connecting"),
    AWAITING_PONG("handshake"),
    AWAITING_AUTH("handshake"),
    AWAITING_PORT("handshake"),
    AWAITING_ADDRESS("handshake"),
    AWAITING_CAPABILITIES("handshake"),
    /// The upstream has yet to answer a member's introduction.
    AWAITING_SET("handshake"),
    /// The set's membership has yet to say whether this upstream may be followed.
    AWAITING_JUDGEMENT("handshake"),
    /// PSYNC was sent.
    AWAITING_VERDICT("handshake"),
    /// A whole copy was promised; the line that says how long it is has not come.
    AWAITING_SNAPSHOT("sync"),
    RECEIVING_SNAPSHOT("sync"),
    /// The copy is here and is being put in place.
    LOADING_SNAPSHOT("sync"),
    CONNECTED("connected");

    private final String roleWord;

    LinkState(String roleWord) {
        this.roleWord = roleWord;
    }

    /// The word of the ROLE command.
    public String roleWord() {
        return roleWord;
    }

    /// Whether the upstream is asked something, or asks itself how to answer, before any data flows.
    public boolean isHandshake() {
        return compareTo(AWAITING_PONG) >= 0 && compareTo(AWAITING_VERDICT) <= 0;
    }

    /// Whether the upstream has taken the request for data, and has yet to give all of it. It may think for a while
    /// before it answers: others may come that can share a copy.
    public boolean isSync() {
        return this == AWAITING_VERDICT || isTransfer();
    }

    public boolean isTransfer() {
        return compareTo(AWAITING_SNAPSHOT) >= 0 && compareTo(LOADING_SNAPSHOT) <= 0;
    }

    /// Whether there is a connection, or one is being made.
    public boolean hasConnection() {
        return compareTo(CONNECTING) >= 0;
    }
}
