package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;

/// A record of a fixed count of numbers, all packed the same way.
final class NumbersRecord implements RdbRecord {
    /// What is done with the numbers.
    interface Use {
        void of(long[] numbers) throws RdbFormatException;
    }

    private final Token kind;
    private final long[] numbers;
    private final Use use;
    private int read;

    NumbersRecord(Token kind, int count, Use use) {
        this.kind = kind;
        this.numbers = new long[count];
        this.use = use;
    }

    @Override
    public Token begin() {
        read = 0;
        return kind;
    }

    @Override
    public Token take(RdbInput in) throws RdbFormatException {
        numbers[read++] = in.number();
        if (read < numbers.length) {
            return kind;
        }
        use.of(numbers);
        return Token.END;
    }
}
