package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.List;
import java.util.Map;

/// How clients, and the nodes among themselves, reach the nodes of a set.
public final class NodeServices {
    private NodeServices() {}

    public static List<Service> all(RedisReplicaSet set) {
        return List.of(master(set), replicas(set), nodes(set));
    }

    /// Leads to the pod whose label says master: the failover protocol moves the label, and with it the clients.
    static Service master(RedisReplicaSet set) {
        String name = set.getMetadata().getName();
        return service(set, Names.masterService(name), Labels.selector(name, NodeRole.MASTER));
    }

    /// Leads to replicas that are synced: one that is not is not ready.
    static Service replicas(RedisReplicaSet set) {
        String name = set.getMetadata().getName();
        return service(set, Names.replicaService(name), Labels.selector(name, NodeRole.REPLICA));
    }

    /// Gives each node a DNS name, from its start on: nodes look for one another before any of them is ready.
    static Service nodes(RedisReplicaSet set) {
        String name = set.getMetadata().getName();
        return new ServiceBuilder()
                .withMetadata(Metadata.owned(set, Names.nodesService(name), Labels.ofSet(name))
                        .build())
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Labels.selector(name))
                .withPorts(port(NodePorts.REDIS_NAME, NodePorts.REDIS), port(NodePorts.ADMIN_NAME, NodePorts.ADMIN))
                .endSpec()
                .build();
    }

    private static Service service(RedisReplicaSet set, String name, Map<String, String> selector) {
        return new ServiceBuilder()
                .withMetadata(
                        Metadata.owned(set, name, Labels.ofSet(set.getMetadata().getName()))
                                .build())
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(selector)
                .withPorts(port(NodePorts.REDIS_NAME, NodePorts.REDIS))
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int port) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(name))
                .build();
    }
}
