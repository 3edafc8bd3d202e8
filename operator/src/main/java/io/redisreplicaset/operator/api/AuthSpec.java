package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// `spec.auth`.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuthSpec(
        @JsonPropertyDescription(
                "A Secret of the same namespace that holds the password. Default: the operator makes one, <set>-auth.")
        @Nullable
        SecretRef secretRef) {

    /// The Secret, and the key in it, that hold the password of every node and client.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SecretRef(
            @JsonPropertyDescription("Name of the Secret.") @Required @Size(min = 1, max = Bounds.OBJECT_NAME_CHARS)
            String name,

            @JsonPropertyDescription("Key of the Secret whose value is the password.")
            @Default(SecretRef.DEFAULT_KEY)
            @Size(min = 1, max = Bounds.SECRET_KEY_CHARS)
            String key) {

        static final String DEFAULT_KEY = "password";

        /// The schema's default, for specs that no API server has seen.
        public SecretRef {
            key = key == null ? DEFAULT_KEY : key;
        }
    }
}
