package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.SetRecord;

/// Where the set's record is: replaced as a whole, and only by who has read the present one.
final class Store {
    private final Sim sim;
    private SetRecord record = SetRecord.initial("v0");
    private int version;

    Store(Sim sim) {
        this.sim = sim;
    }

    SetRecord record() {
        return record;
    }

    /// @return whether it was taken
    boolean save(String expectedVersion, SetRecord next) {
        boolean isExpected = record.version().equals(expectedVersion);
        if (!isExpected && sim.mutation().comparesVersions(next)) {
            return false;
        }
        sim.rules().recorded(record, next);
        record = next.withVersion("v" + ++version);
        sim.show(record);
        return true;
    }

    /// Of two records the one that was written later.
    static SetRecord newer(SetRecord a, SetRecord b) {
        return number(b) > number(a) ? b : a;
    }

    private static int number(SetRecord record) {
        return Integer.parseInt(record.version().substring(1));
    }
}
