package io.redisreplicaset.datanode.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that can be configured.
///
/// @param <T> its value
public final class Directive<T> {
    /// When and how a value may be given.
    public enum Change {
        /// At start and by `CONFIG SET`.
        LIVE,
        /// At start only.
        START,
        /// At start; by `CONFIG SET` only where `enable-protected-configs` allows it.
        PROTECTED
    }

    private final String name;
    private final @Nullable String alias;
    private final ValueType<T> type;
    private final T defaultValue;
    private final Change change;
    private final boolean isSecret;
    private final boolean hasEffect;

    Directive(
            String name,
            @Nullable String alias,
            ValueType<T> type,
            T defaultValue,
            Change change,
            boolean isSecret,
            boolean hasEffect) {
        this.name = name;
        this.alias = alias;
        this.type = type;
        this.defaultValue = defaultValue;
        this.change = change;
        this.isSecret = isSecret;
        this.hasEffect = hasEffect;
    }

    public String name() {
        return name;
    }

    /// Another name for the same thing, as `slave-…` for `replica-…`.
    public @Nullable String alias() {
        return alias;
    }

    public T defaultValue() {
        return defaultValue;
    }

    public Change change() {
        return change;
    }

    /// Never shown in a log.
    public boolean isSecret() {
        return isSecret;
    }

    /// False where the directive is read, and answered by `CONFIG GET`, only so that a `redis.conf` written for Redis
    /// loads; the
    /// server warns when one is set to anything but its default.
    public boolean hasEffect() {
        return hasEffect;
    }

    public boolean takesManyWords() {
        return type.takesManyWords();
    }

    T parse(List<String> words) throws ConfigException {
        if (words.isEmpty() && !type.takesManyWords()) {
            throw new ConfigException("wrong number of arguments");
        }
        if (words.size() > 1 && !type.takesManyWords()) {
            throw new ConfigException("wrong number of arguments");
        }
        return type.parse(words);
    }

    String render(T value) {
        return type.render(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
