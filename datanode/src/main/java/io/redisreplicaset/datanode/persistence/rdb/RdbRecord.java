package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.persistence.rdb.RdbInput.Token;

/// What follows an opcode or a type: a row of tokens, each taken as soon as it is whole.
///
/// A record is used again for the next one of its kind: [#begin] starts it anew.
interface RdbRecord {
    /// @return the first token that it wants
    Token begin();

    /// Takes the token that was just read.
    ///
    /// @return the next one that it wants, [Token#END] where it is complete
    Token take(RdbInput in) throws RdbFormatException;
}
