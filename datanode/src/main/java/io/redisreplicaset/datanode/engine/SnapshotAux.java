package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Release;
import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.persistence.rdb.RdbWriter;
import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.datanode.text.DecimalText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The facts at the head of a snapshot, in Redis's order and under its names, and the set's own one behind them.
final class SnapshotAux {
    private static final String RELEASE = "redis-ver";
    private static final String BITS = "redis-bits";
    private static final String CREATED = "ctime";
    private static final String MEMORY = "used-mem";
    private static final String STREAM_DATABASE = "repl-stream-db";
    private static final String REPLICATION_ID = "repl-id";
    private static final String OFFSET = "repl-offset";
    private static final String IS_AOF_BASE = "aof-base";

    private final Map<String, String> values = new HashMap<>();

    static void write(RdbWriter writer, SnapshotFacts facts, long nowMillis) {
        Runtime runtime = Runtime.getRuntime();
        writer.aux(RELEASE, Release.REDIS_COMPATIBLE);
        writer.aux(BITS, "64");
        writer.aux(CREATED, Long.toString(nowMillis / 1000));
        writer.aux(MEMORY, Long.toString(runtime.totalMemory() - runtime.freeMemory()));
        facts.place().ifPresent(place -> {
            writer.aux(STREAM_DATABASE, Integer.toString(place.streamDatabase()));
            writer.aux(REPLICATION_ID, place.replicationId().hex());
            writer.aux(OFFSET, Long.toString(place.offset()));
        });
        writer.aux(IS_AOF_BASE, "0");
        facts.marker().ifPresent(marker -> writer.aux(HistoryMarker.SNAPSHOT_FIELD, marker));
    }

    /// A fact was read.
    void add(String name, String value) {
        values.put(name, value);
    }

    /// Where in its history the snapshot stands. Empty unless id and offset are both there and well-formed: to
    /// resume from a place that is not certain is worse than to sync anew.
    Optional<HistoryPlace> place() {
        String id = values.getOrDefault(REPLICATION_ID, "");
        long offset = whole(OFFSET);
        if (!ReplicationId.isWellFormed(id) || offset < 0) {
            return Optional.empty();
        }
        long database = Math.clamp(whole(STREAM_DATABASE), 0, Integer.MAX_VALUE);
        return Optional.of(new HistoryPlace(new ReplicationId(id), offset, (int) database));
    }

    Optional<String> marker() {
        return Optional.ofNullable(values.get(HistoryMarker.SNAPSHOT_FIELD));
    }

    /// The release that wrote the snapshot; `unknown` where it does not say.
    String release() {
        return values.getOrDefault(RELEASE, "unknown");
    }

    /// Unix time in seconds at which the snapshot was made; -1 where it does not say.
    long createdSeconds() {
        return whole(CREATED);
    }

    /// Memory that its writer used, in bytes; -1 where it does not say.
    long memoryBytes() {
        return whole(MEMORY);
    }

    private long whole(String name) {
        byte[] text = values.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
        return DecimalText.isLong(text, 0, text.length) ? DecimalText.parse(text, 0, text.length) : -1;
    }
}
