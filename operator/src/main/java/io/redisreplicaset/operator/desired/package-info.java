/// What Kubernetes objects a set has: from a spec to the object, one file a kind, and what a difference needs.
///
/// Pure. The same spec gives the same objects, down to the last label; only the generated password is drawn, and from a
/// source that the caller hands in. Nothing here reads what the cluster holds except [PodDifference], which compares.
///
/// | file | object |
/// |---|---|
/// | [NodePods] | Pod `<set>-<n>`; [NodeCommand] is its command line, [PodRevision] says when it must be replaced |
/// | [NodeVolumes] | PersistentVolumeClaim `data-<set>-<n>`; [SetIdentity] says whose data is on it |
/// | [NodeServices] | Services `<set>` (the master), `<set>-ro` (the replicas), `<set>-nodes` (every node by name) |
/// | [NodeSecret] | Secret `<set>-auth`, where the user named none |
/// | [NodeAccount] | ServiceAccount `<set>`, which may do nothing |
/// | [DisruptionBudget] | PodDisruptionBudget `<set>` |
///
/// The node gets its password in a file, mounted from the Secret and named by `RRS_NODE_PASSWORD_FILE`: no argument, no
/// variable and no second Secret holds it.
@NullMarked
package io.redisreplicaset.operator.desired;

import org.jspecify.annotations.NullMarked;
