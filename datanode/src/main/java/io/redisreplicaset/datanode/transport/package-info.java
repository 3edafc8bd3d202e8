/// Sockets: clients' sessions, the feed to replicas, the link to a master and to peers. The only package that knows
/// Netty's channels.
///
/// There is one event loop, and its thread owns the data: a connection on it is parsed, run and answered inline, with
/// no hand-over
/// ([io.redisreplicaset.datanode.transport.OwnerLoop]). Nothing here decides; it carries bytes to the engine and out
/// again.
@NullMarked
package io.redisreplicaset.datanode.transport;

import org.jspecify.annotations.NullMarked;
