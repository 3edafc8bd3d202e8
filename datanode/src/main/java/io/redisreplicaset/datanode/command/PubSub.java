package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.resp.RespWriter;
import io.redisreplicaset.datanode.text.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Channels, patterns and who listens to them. Owned by the engine's thread.
public final class PubSub {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PATTERN_MESSAGE = "pmessage".getBytes(StandardCharsets.US_ASCII);

    private final Map<KeyBytes, Set<Client>> channels = new LinkedHashMap<>();
    private final Map<KeyBytes, Set<Client>> patterns = new LinkedHashMap<>();
    private final RespWriter scratch = new RespWriter(1024);

    /// @return whether it is new
    public boolean subscribe(Client client, KeyBytes channel) {
        channels.computeIfAbsent(channel, c -> new LinkedHashSet<>()).add(client);
        return client.subscriptions().channels().add(channel);
    }

    /// @return whether it was there
    public boolean unsubscribe(Client client, KeyBytes channel) {
        remove(channels, channel, client);
        return client.subscriptions().channels().remove(channel);
    }

    /// @return whether it is new
    public boolean subscribePattern(Client client, KeyBytes pattern) {
        patterns.computeIfAbsent(pattern, p -> new LinkedHashSet<>()).add(client);
        return client.subscriptions().patterns().add(pattern);
    }

    /// @return whether it was there
    public boolean unsubscribePattern(Client client, KeyBytes pattern) {
        remove(patterns, pattern, client);
        return client.subscriptions().patterns().remove(pattern);
    }

    /// Forgets a client that is gone, or that RESET.
    public void unsubscribeAll(Client client) {
        List.copyOf(client.subscriptions().channels()).forEach(channel -> unsubscribe(client, channel));
        List.copyOf(client.subscriptions().patterns()).forEach(pattern -> unsubscribePattern(client, pattern));
    }

    private static void remove(Map<KeyBytes, Set<Client>> all, KeyBytes name, Client client) {
        Set<Client> clients = all.get(name);
        if (clients != null) {
            clients.remove(client);
            if (clients.isEmpty()) {
                all.remove(name);
            }
        }
    }

    /// Sends a message to all who listen.
    ///
    /// @return how many it went to; one client counts once for its channel and once for each pattern
    public int publish(byte[] channel, byte[] message) {
        int receivers = 0;
        Set<Client> direct = channels.get(new KeyBytes(channel));
        if (direct != null) {
            receivers += deliver(direct, MESSAGE, null, channel, message);
        }
        for (Map.Entry<KeyBytes, Set<Client>> pattern : patterns.entrySet()) {
            if (GlobPattern.matches(pattern.getKey().bytes(), channel)) {
                receivers += deliver(
                        pattern.getValue(), PATTERN_MESSAGE, pattern.getKey().bytes(), channel, message);
            }
        }
        return receivers;
    }

    private int deliver(
            Collection<Client> clients,
            byte[] kind,
            byte @org.jspecify.annotations.Nullable [] pattern,
            byte[] channel,
            byte[] message) {
        int encodedFor = 0;
        for (Client client : clients) {
            if (client.protocol() != encodedFor) {
                encodedFor = client.protocol();
                scratch.clear();
                scratch.protocol(encodedFor);
                scratch.push(pattern == null ? 3 : 4);
                scratch.bulk(kind);
                if (pattern != null) {
                    scratch.bulk(pattern);
                }
                scratch.bulk(channel);
                scratch.bulk(message);
            }
            client.deliver(scratch.buffer(), 0, scratch.length());
        }
        return clients.size();
    }

    public int subscribers(KeyBytes channel) {
        Set<Client> clients = channels.get(channel);
        return clients == null ? 0 : clients.size();
    }

    public int channelCount() {
        return channels.size();
    }

    public int patternCount() {
        return patterns.size();
    }

    /// Channels with a subscriber that match a pattern.
    public List<KeyBytes> channelsLike(byte[] pattern) {
        List<KeyBytes> found = new ArrayList<>();
        for (KeyBytes channel : channels.keySet()) {
            if (GlobPattern.matches(pattern, channel.bytes())) {
                found.add(channel);
            }
        }
        return found;
    }

    public Collection<KeyBytes> allChannels() {
        return channels.keySet();
    }
}
