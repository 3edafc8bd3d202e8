/// RESP2 and RESP3: requests in, replies out, with every bound that a hostile peer could test.
///
/// Works on byte arrays and owns no socket. [io.redisreplicaset.datanode.resp.RequestParser] is incremental: it is
/// given
/// what has arrived so far and says how much of it is a whole request. Nothing here may be called from two threads at
/// once.
///
/// @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">Redis serialization protocol</a>
@NullMarked
package io.redisreplicaset.datanode.resp;

import org.jspecify.annotations.NullMarked;
