package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// Who votes, and how many of them commit a write.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VoterGroupStatus(
        @JsonPropertyDescription("The voters, by the identity of their disks.") @Size(max = Bounds.MAX_REPLICAS)
        List<VoterStatus> members,

        @JsonPropertyDescription("How many of them, the master included, must hold a write for it to be committed.")
        @Required
        int writeQuorum) {

    /// The voters of a set that has none yet.
    public static final VoterGroupStatus NONE = new VoterGroupStatus(List.of(), 0);

    public VoterGroupStatus {
        members = Absent.orEmpty(members);
    }
}
