/// Wiring: from the command line and a `redis.conf` to a running node, and from a signal to its orderly end. Also what
/// looks at the node
/// from outside of the protocol: the log, and the admin port with its probes and metrics.
///
/// ```
///   parse -> listen -> load the data in slices (clients hear LOADING) -> take part -> serve … signal -> save -> exit
/// ```
@NullMarked
package io.redisreplicaset.datanode.server;

import org.jspecify.annotations.NullMarked;
