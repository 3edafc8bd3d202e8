package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.resp.Request;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All commands, found by the bytes of their name in any case, without making a string of them.
public final class CommandTable {
    private final Map<String, CommandSpec> byName = new LinkedHashMap<>();
    private @Nullable CommandSpec[] slots = new @Nullable CommandSpec[256];

    /// Adds a command.
    ///
    /// @throws IllegalStateException there is one of this name
    public CommandTable add(CommandSpec spec) {
        if (byName.put(spec.name(), spec) != null) {
            throw new IllegalStateException("two commands are named " + spec.name());
        }
        if (byName.size() * 4 > slots.length) {
            slots = new @Nullable CommandSpec[slots.length * 2];
            byName.values().forEach(this::place);
        } else {
            place(spec);
        }
        return this;
    }

    private void place(CommandSpec spec) {
        byte[] name = spec.nameBytes();
        int slot = hash(name, 0, name.length) & (slots.length - 1);
        while (slots[slot] != null) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = spec;
    }

    /// The command that a request names; null if there is none.
    public @Nullable CommandSpec find(Request request) {
        byte[] buffer = request.buffer();
        int offset = request.offset(0);
        int length = request.length(0);
        int slot = hash(buffer, offset, length) & (slots.length - 1);
        for (CommandSpec spec = slots[slot]; spec != null; spec = slots[slot]) {
            if (isName(spec.nameBytes(), buffer, offset, length)) {
                return spec;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return null;
    }

    /// The command of a name in lower case; null if there is none.
    public @Nullable CommandSpec named(String name) {
        return byName.get(name);
    }

    public Collection<CommandSpec> all() {
        return byName.values();
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            // Folds letters to one case; other bytes only have to fold alike each time.
            hash = hash * 31 + (bytes[offset + i] | 0x20);
        }
        return hash ^ (hash >>> 15);
    }

    private static boolean isName(byte[] name, byte[] buffer, int offset, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = buffer[offset + i];
            if (name[i] != (b >= 'A' && b <= 'Z' ? b + 32 : b)) {
                return false;
            }
        }
        return true;
    }
}
