package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/// A set of data nodes that hold the same data: one master, and the replicas that follow it.
///
/// Printer columns stand here in the order in which `kubectl get` shows them.
@Group(RedisReplicaSet.GROUP)
@Version(RedisReplicaSet.VERSION)
@Kind("RedisReplicaSet")
@Singular("redisreplicaset")
@Plural("redisreplicasets")
@ShortNames("rrs")
@Categories("all")
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.metadata.name.matches('" + SetName.REGEX + "')",
        message = "metadata.name is a DNS label of at most 50 characters that starts with a letter")
@ValidationRule(
        value = "!" + SetName.RESERVED_ENDINGS + ".exists(e, self.metadata.name.endsWith(e))",
        message = "metadata.name does not end in -ro or -nodes: these are the names of Services")
@AdditionalPrinterColumn(name = "REPLICAS", jsonPath = ".spec.replicas", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.readyReplicas",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "MASTER", jsonPath = ".status.master", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "EPOCH",
        jsonPath = ".status.epoch",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "DURABILITY",
        jsonPath = ".spec.durability",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "TOPOLOGY",
        jsonPath = ".spec.topology.type",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "LAST-FAILOVER",
        jsonPath = ".status.lastFailover.at",
        type = AdditionalPrinterColumn.Type.DATE,
        priority = 1)
public final class RedisReplicaSet extends CustomResource<RedisReplicaSetSpec, RedisReplicaSetStatus>
        implements Namespaced {
    public static final String GROUP = "redisreplicaset.io";
    public static final String VERSION = "v1alpha1";

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    protected RedisReplicaSetSpec initSpec() {
        return RedisReplicaSetSpec.defaults();
    }

    @Override
    protected RedisReplicaSetStatus initStatus() {
        return RedisReplicaSetStatus.empty();
    }
}
