package io.redisreplicaset.operator.api;

/// One thing that is wrong with what a user wrote.
///
/// @param field its path as `kubectl` prints it, for example `spec.replicas`
/// @param wanted what would have been right
/// @param got what is there
public record Problem(String field, String wanted, String got) {
    /// One line for a condition, an Event or a terminal.
    public String sentence() {
        return field + ": wanted " + wanted + ", got " + got;
    }
}
