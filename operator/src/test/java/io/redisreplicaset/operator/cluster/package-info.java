/// Tests on a whole Kubernetes: controllers, kubelet, containers, and the operator as it is shipped.
///
/// [KubernetesCluster] hands each class a namespace of its own on a cluster with the operator in it; the tests do not
/// know where the cluster came from. Where none can be had, the class is skipped, and says in one line why.
///
/// | cluster | when | how the images get there |
/// |---|---|---|
/// | [GivenCluster] | `RRS_KUBECONFIG` names one | they are there, or can be pulled: `RRS_OPERATOR_IMAGE`,
/// `RRS_NODE_IMAGE` |
/// | [K3sCluster] | a Docker engine answers and has the k3s image | from the tars that `make image` writes |
/// | [DevelopmentCluster] | `config/cluster/up` can start one | likewise |
@NullMarked
package io.redisreplicaset.operator.cluster;

import org.jspecify.annotations.NullMarked;
