/// What the set looks like, what it should look like, and the plan from the one to the other. Pure values.
///
/// - [ObservedSet] and [Fact]: what is known, with its age; unknown is not absent.
/// - [SetIntent]: what the user wants. [SetRecord]: what the set remembers, replaced only by compare-and-swap.
/// - [TopologyPlanner]: nodes to make and to end, whom each replica follows, labels, peers, the rolling update.
/// - [Action]: the one vocabulary that both runtimes carry out.
///
/// What needs a new epoch the planner only wishes for ([Wish]); the machine in `failover` grants it.
@NullMarked
package io.redisreplicaset.operator.topology;

import org.jspecify.annotations.NullMarked;
