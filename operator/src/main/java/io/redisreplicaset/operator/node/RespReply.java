package io.redisreplicaset.operator.node;

import java.util.List;

/// One reply of the protocol, version 2.
public sealed interface RespReply {
    /// `+OK`
    record Text(String value) implements RespReply {}

    /// `-ERR …`, without the dash.
    record Failure(String error) implements RespReply {}

    /// `:42`
    record Whole(long value) implements RespReply {}

    /// `$5 hello`, read as UTF-8.
    record Bulk(String value) implements RespReply {}

    /// `$-1` and `*-1`.
    record Absent() implements RespReply {}

    /// `*2 …`
    record Sequence(List<RespReply> elements) implements RespReply {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }
}
