package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.resp.Request;
import java.util.ArrayList;
import java.util.List;

/// The commands between MULTI and EXEC.
public final class Transaction {
    /// Commands that one transaction may hold, so that a client can't queue without end.
    public static final int MAX_COMMANDS = 1_000_000;

    /// A command that waits for EXEC.
    public record Queued(CommandSpec spec, Request request) {}

    private final int maxCommands;
    private final List<Queued> commands = new ArrayList<>();
    private boolean isBroken;
    private int anyOf;
    private int allOf = -1;

    /// @param maxCommands what it may hold; an upstream's has no limit, since its master has run it already
    public Transaction(int maxCommands) {
        this.maxCommands = maxCommands;
    }

    /// @throws ErrorReply the transaction is full
    public void queue(CommandSpec spec, Request request) {
        if (commands.size() == maxCommands) {
            isBroken = true;
            throw new ErrorReply("ERR a transaction holds at most " + maxCommands + " commands");
        }
        anyOf |= spec.flagBits();
        allOf &= spec.flagBits();
        commands.add(new Queued(spec, request.detach()));
    }

    public List<Queued> commands() {
        return commands;
    }

    /// A command could not be queued: EXEC is refused.
    public boolean isBroken() {
        return isBroken;
    }

    public void breakIt() {
        isBroken = true;
    }

    /// Whether one of the commands has the flag.
    public boolean has(CommandFlag flag) {
        return (anyOf & flag.bit()) != 0;
    }

    /// Whether one of the commands has it not.
    public boolean lacks(CommandFlag flag) {
        return (allOf & flag.bit()) == 0;
    }
}
