package io.redisreplicaset.datanode.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The values in force. Owned by the thread that owns the data; a hot path keeps its own copy of what it needs.
public final class Settings {
    private final Map<Directive<?>, Object> values = new HashMap<>();
    private final Map<Directive<?>, Boolean> given = new HashMap<>();

    /// A setting that was checked and can be put in force without failing.
    public static final class Change {
        private final Directive<?> directive;
        private final Object value;

        private Change(Directive<?> directive, Object value) {
            this.directive = directive;
            this.value = value;
        }

        public Directive<?> directive() {
            return directive;
        }
    }

    @SuppressWarnings("unchecked")
    public <T> T get(Directive<T> directive) {
        Object value = values.get(directive);
        return value == null ? directive.defaultValue() : (T) value;
    }

    public boolean isOn(Directive<Boolean> directive) {
        return get(directive);
    }

    public long whole(Directive<Long> directive) {
        return get(directive);
    }

    /// Whether the directive was given a value at all, even if it is the default.
    public boolean isGiven(Directive<?> directive) {
        return given.containsKey(directive);
    }

    public <T> void set(Directive<T> directive, T value) {
        values.put(directive, Objects.requireNonNull(value));
        given.put(directive, true);
    }

    /// Checks words for a directive, changing nothing.
    ///
    /// @throws ConfigException the words are no value of it
    public Change check(Directive<?> directive, List<String> words) throws ConfigException {
        return new Change(directive, Objects.requireNonNull((Object) directive.parse(words)));
    }

    /// Puts a checked setting in force.
    ///
    /// @return what takes it back
    public Change apply(Change change) {
        Object before = values.get(change.directive);
        values.put(change.directive, change.value);
        given.put(change.directive, true);
        return new Change(change.directive, before == null ? defaultOf(change.directive) : before);
    }

    private static Object defaultOf(Directive<?> directive) {
        return Objects.requireNonNull((Object) directive.defaultValue());
    }

    /// The value as `CONFIG GET` shows it.
    public String render(Directive<?> directive) {
        return renderTyped(directive);
    }

    /// The default as `CONFIG GET` would show it.
    public static String renderDefault(Directive<?> directive) {
        return renderDefaultTyped(directive);
    }

    public boolean isDefault(Directive<?> directive) {
        return render(directive).equals(renderDefault(directive));
    }

    private <T> String renderTyped(Directive<T> directive) {
        return directive.render(get(directive));
    }

    private static <T> String renderDefaultTyped(Directive<T> directive) {
        return directive.render(directive.defaultValue());
    }
}
