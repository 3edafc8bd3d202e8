/// The single owner of all state: it takes a request, checks whether it may run, runs it, propagates what it changed,
/// and lets the
/// reply go when it may.
///
/// ```
///   transport             engine                                          transport
///   bytes -> Request ->  Dispatcher -> CommandHandler -> Propagation  ->  ReplyGate -> bytes
///                         (may it?)     (keyspace)        (stream)        (quorum?)
/// ```
/// One thread, which is also the event loop of all connections, calls everything here;
/// [io.redisreplicaset.datanode.engine.Engine] is the
/// entrance. Nothing in this package opens a socket or a file: what needs one goes through a port that the server
/// wires.
/// A *turn* is one round of the event loop: requests of all ready connections, then
/// [io.redisreplicaset.datanode.engine.Engine#endOfTurn].
@NullMarked
package io.redisreplicaset.datanode.engine;

import org.jspecify.annotations.NullMarked;
