package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.ConfigControl;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.ConfigRewriter;
import io.redisreplicaset.datanode.config.Directive;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// CONFIG SET and CONFIG REWRITE: all or nothing, and what a changed value asks for is done before the client hears OK.
public final class ConfigChanges implements ConfigControl {
    /// The file that the node was started with.
    public interface ConfigFile {
        List<String> read() throws IOException;

        /// Replaces the file whole.
        void write(List<String> lines) throws IOException;
    }

    /// Does what a new value asks for.
    public interface Reaction {
        /// @throws ConfigException it can't be done; the old value comes back
        void changed() throws ConfigException;
    }

    private final EngineCore core;
    private final Optional<ConfigFile> file;
    private final Map<Directive<?>, Reaction> reactions = new HashMap<>();

    public ConfigChanges(EngineCore core, Optional<ConfigFile> file) {
        this.core = core;
        this.file = file;
        on(
                Directives.NOTIFY_EVENTS,
                () -> core.events().configure(core.settings().get(Directives.NOTIFY_EVENTS)));
        on(Directives.REPL_BACKLOG_BYTES, this::resizeBacklog);
        on(
                Directives.SLOWLOG_MAX_LENGTH,
                () -> core.slowLog().trim(core.settings().whole(Directives.SLOWLOG_MAX_LENGTH)));
        on(
                Directives.REPLICASET_QUORUM_MILLIS,
                () -> core.replyGate().timeoutMillis(core.settings().whole(Directives.REPLICASET_QUORUM_MILLIS)));
    }

    /// Adds what is to be done when a directive gets another value.
    public void on(Directive<?> directive, Reaction reaction) {
        reactions.put(directive, reaction);
    }

    /// Shown is what is in force: a backlog is never smaller than one block.
    private void resizeBacklog() {
        core.stream().capacity(core.settings().whole(Directives.REPL_BACKLOG_BYTES));
        core.settings().set(Directives.REPL_BACKLOG_BYTES, core.stream().capacityBytes());
    }

    @Override
    public void set(List<String> namesAndValues) {
        Settings settings = core.settings();
        List<Settings.Change> changes = new ArrayList<>();
        Set<Directive<?>> seen = new HashSet<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String name = namesAndValues.get(i);
            Directive<?> directive = find(name);
            if (!seen.add(directive)) {
                throw failed(name, "duplicate parameter");
            }
            try {
                changes.add(check(directive, namesAndValues.get(i + 1)));
            } catch (ConfigException refused) {
                throw failed(name, String.valueOf(refused.getMessage()));
            }
        }
        List<Settings.Change> undo = new ArrayList<>();
        changes.forEach(change -> undo.add(settings.apply(change)));
        react(changes, undo);
    }

    private static Directive<?> find(String name) {
        Directive<?> directive = Directives.find(name);
        if (directive == null) {
            throw new ErrorReply("ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
        }
        return directive;
    }

    private Settings.Change check(Directive<?> directive, String value) throws ConfigException {
        boolean isAllowed = switch (directive.change()) {
            case LIVE -> true;
            case START -> throw new ConfigException("can't set immutable config");
            case PROTECTED ->
                !core.settings().get(Directives.ENABLE_PROTECTED_CONFIGS).equals("no");
        };
        if (!isAllowed) {
            throw new ConfigException("can't set protected config");
        }
        if (directive.equals(Directives.OUTPUT_LIMITS)) {
            // Classes that are not named keep what they have.
            return core.settings().check(directive, List.of(core.settings().render(directive) + " " + value));
        }
        return core.settings().check(directive, List.of(value));
    }

    private void react(List<Settings.Change> changes, List<Settings.Change> undo) {
        for (Settings.Change change : changes) {
            Reaction reaction = reactions.get(change.directive());
            if (reaction == null) {
                continue;
            }
            try {
                reaction.changed();
            } catch (ConfigException refused) {
                undo.forEach(core.settings()::apply);
                reactAgain(undo);
                throw failed(change.directive().name(), String.valueOf(refused.getMessage()));
            }
        }
    }

    /// The old values were in force before, so nothing can be wrong with them.
    private void reactAgain(List<Settings.Change> undone) {
        for (Settings.Change change : undone) {
            Reaction reaction = reactions.get(change.directive());
            if (reaction != null) {
                try {
                    reaction.changed();
                } catch (ConfigException impossible) {
                    throw new IllegalStateException("a setting that was in force is refused", impossible);
                }
            }
        }
    }

    private static ErrorReply failed(String name, String reason) {
        return new ErrorReply("ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
    }

    @Override
    public void rewrite() {
        ConfigFile target = file.orElseThrow(() -> new ErrorReply("ERR The server is running without a config file"));
        try {
            target.write(ConfigRewriter.rewrite(target.read(), core.settings()));
            core.log().notice("CONFIG REWRITE executed with success.");
        } catch (IOException | ConfigException failed) {
            core.log().warning("CONFIG REWRITE failed: " + failed.getMessage());
            throw new ErrorReply("ERR Rewriting config file: " + failed.getMessage());
        }
    }
}
