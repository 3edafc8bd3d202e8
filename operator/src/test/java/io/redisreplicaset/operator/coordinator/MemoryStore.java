package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.SetRecord;
import java.util.Optional;

/// A record that any number of coordinators compare and set.
final class MemoryStore {
    private SetRecord record = SetRecord.initial("1");

    synchronized SetRecord record() {
        return record;
    }

    synchronized Optional<SetRecord> save(String expectedVersion, SetRecord next) {
        if (!record.version().equals(expectedVersion)) {
            return Optional.empty();
        }
        put(next);
        return Optional.of(record);
    }

    /// As somebody does who did not ask.
    synchronized void put(SetRecord next) {
        record = next.withVersion(String.valueOf(Long.parseLong(record.version()) + 1));
    }
}
