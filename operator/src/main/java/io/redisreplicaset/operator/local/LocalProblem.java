package io.redisreplicaset.operator.local;

/// Something that the user can put right. The message is one line that says what.
public final class LocalProblem extends Exception {
    private static final long serialVersionUID = 1;

    public LocalProblem(String message) {
        super(message);
    }

    public LocalProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
