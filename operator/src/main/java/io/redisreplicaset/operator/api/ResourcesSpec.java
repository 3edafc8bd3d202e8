package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/// `spec.resources`: what each data node asks for and is held to.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourcesSpec(
        @JsonPropertyDescription("What a node is guaranteed, for example cpu: 500m, memory: 1Gi.")
        @Size(max = Bounds.RESOURCE_ENTRIES)
        Map<String, Quantity> requests,

        @JsonPropertyDescription("What a node may not exceed. The heap of the node is sized from the memory limit.")
        @Size(max = Bounds.RESOURCE_ENTRIES)
        Map<String, Quantity> limits) {

    public ResourcesSpec {
        requests = Absent.orEmpty(requests);
        limits = Absent.orEmpty(limits);
    }
}
