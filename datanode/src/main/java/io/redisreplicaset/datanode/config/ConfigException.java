package io.redisreplicaset.datanode.config;

/// A value that a directive can't have. The message says what was wanted.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
