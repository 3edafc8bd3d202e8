package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// `spec.failover`. What is left out here is filled in by [RedisReplicaSetSpec#isolation()] and its sibling, since it
/// depends on other fields.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FailoverSpec(
        @JsonPropertyDescription(
                "Whether a dead master is replaced without anyone asking. When false the set waits for its master.")
        @Default("true")
        boolean enabled,

        @JsonPropertyDescription(
                "How long a node may be silent before its peers say that it is dead. A closed connection counts at once.")
        @Default("2000")
        @Min(Bounds.MIN_TIMEOUT_MILLIS)
        @Max(Bounds.MAX_TIMEOUT_MILLIS)
        int detectionTimeoutMillis,

        @JsonPropertyDescription(
                "What a master does that hears fewer than a majority of its set. CloseWrites refuses writes after the"
                        + " isolation timeout, which bounds what a partition can lose; KeepWriting goes on. Default:"
                        + " CloseWrites from three replicas up, KeepWriting below.")
        @Nullable
        Isolation isolation,

        @JsonPropertyDescription(
                "How long a master that hears no majority still takes writes. Default: detectionTimeoutMillis.")
        @Min(Bounds.MIN_TIMEOUT_MILLIS)
        @Max(Bounds.MAX_TIMEOUT_MILLIS)
        @Nullable
        Integer isolationTimeoutMillis) {}
