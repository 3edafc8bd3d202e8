package io.redisreplicaset.datanode.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The connected clients by id, in the order in which they came.
public final class ClientRegistry {
    private final Map<Long, Client> byId = new LinkedHashMap<>();
    private long nextId = 1;

    public long newId() {
        return nextId++;
    }

    public void add(Client client) {
        byId.put(client.id(), client);
    }

    public void remove(Client client) {
        byId.remove(client.id());
    }

    public @Nullable Client find(long id) {
        return byId.get(id);
    }

    public Collection<Client> all() {
        return byId.values();
    }

    public int size() {
        return byId.size();
    }
}
