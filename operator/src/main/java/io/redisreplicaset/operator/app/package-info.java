/// The program `rrs`: its command line, and the processes that it can be.
///
/// ```
///   RrsMain ──► Commands of the line            rrs operator | rrs version | …
///                    │
///              OperatorCommand ──► OperatorProcess: client, reconciler, leadership, health
/// ```
///
/// | file | what |
/// |---|---|
/// | [RrsMain] | the parent command, with the list of the others |
/// | [OperatorCommand] | `rrs operator`: options, each with its variable |
/// | [OperatorProcess] | puts the operator together, starts it, ends it in order |
/// | [Leadership] | one of several operators leads; who loses that ends |
/// | [HealthServer] | `/livez`, `/readyz`, `/metrics` |
@NullMarked
package io.redisreplicaset.operator.app;

import org.jspecify.annotations.NullMarked;
