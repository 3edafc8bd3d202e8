/// Talking to one data node: a small blocking RESP2 client, and the status map that nodes answer with.
///
/// The contract is the wire (`config/docs/node-protocol.md`), so that one operator drives nodes of older and newer
/// releases: fields that this release does not know are kept out of the way, and one that is missing is told as
/// missing. A call has a deadline; when that has passed the connection is of no use any more and is closed, since the
/// reply may still come. Nothing here retries: whoever calls decides.
///
/// | file | what |
/// |---|---|
/// | [NodeConnection] | one connection: commands with deadlines, and the pushes of a watch |
/// | [RespReader], [RespReply] | the bytes, bounded |
/// | [StatusMap] | the reply of `REPLICASET STATUS`, field by field |
@NullMarked
package io.redisreplicaset.operator.node;

import org.jspecify.annotations.NullMarked;
