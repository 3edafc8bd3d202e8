package io.redisreplicaset.operator.sim;

/// Ends the turn of a process that was killed in the middle of it.
final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }
}
