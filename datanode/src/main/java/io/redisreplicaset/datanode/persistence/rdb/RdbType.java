package io.redisreplicaset.datanode.persistence.rdb;

import org.jspecify.annotations.Nullable;

/// What a value in a snapshot is and how it is packed: the byte before its key.
enum RdbType {
    STRING(0, "string"),
    LIST(1, "list"),
    SET(2, "set"),
    ZSET(3, "sorted set"),
    HASH(4, "hash"),
    ZSET_2(5, "sorted set"),
    MODULE_PRE_RELEASE(6, "module value"),
    MODULE(7, "module value"),
    HASH_ZIPMAP(9, "hash"),
    LIST_ZIPLIST(10, "list"),
    SET_INTSET(11, "set"),
    ZSET_ZIPLIST(12, "sorted set"),
    HASH_ZIPLIST(13, "hash"),
    LIST_QUICKLIST(14, "list"),
    STREAM_LISTPACKS(15, "stream"),
    HASH_LISTPACK(16, "hash"),
    ZSET_LISTPACK(17, "sorted set"),
    LIST_QUICKLIST_2(18, "list"),
    STREAM_LISTPACKS_2(19, "stream"),
    SET_LISTPACK(20, "set"),
    STREAM_LISTPACKS_3(21, "stream"),
    /// Redis before 7.4 was released, and Valkey 9.
    HASH_WITH_EXPIRY_22(22, "hash with fields that expire"),
    HASH_LISTPACK_WITH_EXPIRY_PRE_RELEASE(23, "hash with fields that expire"),
    HASH_WITH_EXPIRY(24, "hash with fields that expire"),
    HASH_LISTPACK_WITH_EXPIRY(25, "hash with fields that expire");

    private static final @Nullable RdbType[] BY_NUMBER = new @Nullable RdbType[26];

    static {
        for (RdbType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    private final int number;
    private final String typeName;

    RdbType(int number, String typeName) {
        this.number = number;
        this.typeName = typeName;
    }

    int number() {
        return number;
    }

    /// What users call it.
    String typeName() {
        return typeName;
    }

    /// The type of this number; null if no release is known to write it.
    static @Nullable RdbType of(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
