package io.redisreplicaset.datanode.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The facts of one command, and what it does. The source of the engine's checks and of COMMAND's answers.
public final class CommandSpec {
    private final String name;
    private final byte[] nameBytes;
    private final int arity;
    private final int flags;
    private final int firstKey;
    private final int lastKey;
    private final int keyStep;
    private final String group;
    private final String since;
    private final String summary;
    private final @Nullable CommandHandler handler;
    private final Map<String, CommandSpec> subcommands = new LinkedHashMap<>();
    private final CommandStats stats = new CommandStats();

    private CommandSpec(Builder builder, String name, @Nullable CommandHandler handler) {
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        this.arity = builder.arity;
        this.flags = builder.flags;
        this.firstKey = builder.firstKey;
        this.lastKey = builder.lastKey;
        this.keyStep = builder.keyStep;
        this.group = builder.group;
        this.since = builder.since;
        this.summary = builder.summary;
        this.handler = handler;
    }

    /// Begins a command.
    ///
    /// @param name in lower case
    /// @param arity arguments with the name; negative for "at least"
    public static Builder named(String name, int arity) {
        return new Builder(name, arity);
    }

    public String name() {
        return name;
    }

    byte[] nameBytes() {
        return nameBytes;
    }

    public int arity() {
        return arity;
    }

    public boolean has(CommandFlag flag) {
        return (flags & flag.bit()) != 0;
    }

    int flagBits() {
        return flags;
    }

    public List<CommandFlag> flags() {
        List<CommandFlag> all = new ArrayList<>();
        for (CommandFlag flag : CommandFlag.values()) {
            if (has(flag)) {
                all.add(flag);
            }
        }
        return all;
    }

    /// Position of the first key, 0 where there is none.
    public int firstKey() {
        return firstKey;
    }

    /// Position of the last key; negative counts from the end.
    public int lastKey() {
        return lastKey;
    }

    public int keyStep() {
        return keyStep;
    }

    public String group() {
        return group;
    }

    public String since() {
        return since;
    }

    public String summary() {
        return summary;
    }

    public CommandStats stats() {
        return stats;
    }

    public boolean takes(int argumentCount) {
        return arity >= 0 ? argumentCount == arity : argumentCount >= -arity;
    }

    /// What it does; null for a command that is only the name of its subcommands.
    public @Nullable CommandHandler handler() {
        return handler;
    }

    public Map<String, CommandSpec> subcommands() {
        return subcommands;
    }

    /// The subcommand of this name in any case; null if there is none.
    public @Nullable CommandSpec subcommand(String given) {
        return subcommands.get(given.toLowerCase(Locale.ROOT));
    }

    /// Collects the facts.
    public static final class Builder {
        private final String name;
        private final int arity;
        private int flags;
        private int firstKey;
        private int lastKey;
        private int keyStep;
        private String group = "generic";
        private String since = "1.0.0";
        private String summary = "";
        private final List<Builder> children = new ArrayList<>();
        private @Nullable CommandHandler childHandler;

        private Builder(String name, int arity) {
            this.name = name;
            this.arity = arity;
        }

        public Builder flags(CommandFlag... all) {
            for (CommandFlag flag : all) {
                flags |= flag.bit();
            }
            return this;
        }

        /// One key, the first argument.
        public Builder key() {
            return keys(1, 1, 1);
        }

        public Builder keys(int first, int last, int step) {
            firstKey = first;
            lastKey = last;
            keyStep = step;
            return this;
        }

        /// Group, first version and one sentence, for COMMAND DOCS.
        public Builder docs(String itsGroup, String itsSince, String itsSummary) {
            group = itsGroup;
            since = itsSince;
            summary = itsSummary;
            return this;
        }

        public Builder sub(Builder child, CommandHandler handler) {
            child.childHandler = handler;
            children.add(child);
            return this;
        }

        /// The finished command.
        public CommandSpec runs(CommandHandler handler) {
            return build(handler);
        }

        /// The finished command, which is only the name of its subcommands.
        public CommandSpec container() {
            return build(null);
        }

        private CommandSpec build(@Nullable CommandHandler handler) {
            CommandSpec spec = new CommandSpec(this, name, handler);
            for (Builder child : children) {
                child.group = group;
                spec.subcommands.put(child.name, new CommandSpec(child, name + "|" + child.name, child.childHandler));
            }
            return spec;
        }
    }
}
