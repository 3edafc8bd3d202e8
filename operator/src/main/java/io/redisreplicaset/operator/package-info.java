/// The operator: creates and keeps sets of data nodes, on Kubernetes or as child processes.
@NullMarked
package io.redisreplicaset.operator;

import org.jspecify.annotations.NullMarked;
