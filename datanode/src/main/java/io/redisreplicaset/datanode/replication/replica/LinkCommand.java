package io.redisreplicaset.datanode.replication.replica;

import java.util.List;

/// One command to the upstream. Prints itself without passwords, since it may come into a log.
public record LinkCommand(List<String> words) {
    public LinkCommand {
        words = List.copyOf(words);
    }

    static LinkCommand of(String... words) {
        return new LinkCommand(List.of(words));
    }

    @Override
    public String toString() {
        return words.getFirst().equals("AUTH") ? "AUTH (hidden)" : String.join(" ", words);
    }
}
