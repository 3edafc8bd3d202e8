package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.redisreplicaset.operator.api.RedisReplicaSet;

/// The account that the pods run as. It has no rights and its token is mounted nowhere: a data node never talks to the
/// API server. It exists so that rights given to a namespace's default account do not reach the data.
public final class NodeAccount {
    private NodeAccount() {}

    public static ServiceAccount account(RedisReplicaSet set) {
        String name = set.getMetadata().getName();
        return new ServiceAccountBuilder()
                .withMetadata(Metadata.owned(set, Names.account(name), Labels.ofSet(name))
                        .build())
                .withAutomountServiceAccountToken(false)
                .build();
    }
}
