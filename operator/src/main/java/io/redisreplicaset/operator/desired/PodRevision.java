package io.redisreplicaset.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Quantity;
import io.redisreplicaset.operator.api.AuthSpec;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import io.redisreplicaset.operator.api.ResourcesSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which pods are alike: a hash over those fields of a spec that need a new pod to take effect.
///
/// It is taken over what the user wrote and not over the pod, so a release that builds pods differently restarts none.
/// For the same reason a field that a later release adds enters the hash only where it is not at its default.
public final class PodRevision {
    /// Raised, with a word in the release notes, when every pod has to be replaced for the sake of its template.
    static final int TEMPLATE = 1;

    private static final int HEX_DIGITS = 10;

    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private PodRevision() {}

    public static String of(RedisReplicaSetSpec spec) {
        byte[] hash = sha256().digest(text(spec).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
    }

    /// One line a field, in the order of their names; each value with its length, so that no value can pass for two.
    private static String text(RedisReplicaSetSpec spec) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("template", String.valueOf(TEMPLATE));
        put(fields, "image", spec.image());
        fields.put("durability", spec.durability().directive());
        fields.put("detection", String.valueOf(spec.failover().detectionTimeoutMillis()));
        fields.put("isolation", spec.isolation().directive());
        fields.put("isolationTimeout", String.valueOf(spec.isolationTimeoutMillis()));
        fields.put("persistence", String.valueOf(spec.persistence().enabled()));
        fields.put("grace", String.valueOf(spec.terminationGracePeriodSeconds()));
        spec.config().forEach((key, value) -> fields.put("config/" + key, value));
        AuthSpec.SecretRef secret = spec.passwordSecret();
        put(fields, "secret", secret == null ? null : secret.name() + "/" + secret.key());
        ResourcesSpec resources = spec.resources();
        if (resources != null) {
            resources.requests().forEach((name, amount) -> fields.put("requests/" + name, plain(amount)));
            resources.limits().forEach((name, amount) -> fields.put("limits/" + name, plain(amount)));
        }
        spec.nodeSelector().forEach((key, value) -> fields.put("nodeSelector/" + key, value));
        put(fields, "tolerations", spec.tolerations().isEmpty() ? null : json(spec.tolerations()));
        put(fields, "affinity", spec.affinity() == null ? null : json(spec.affinity()));
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append(name)
                .append(' ')
                .append(value.length())
                .append(' ')
                .append(value)
                .append('\n'));
        return text.toString();
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /// 1Gi and 1024Mi are one amount.
    private static String plain(Quantity amount) {
        return amount.getNumericalAmount().stripTrailingZeros().toPlainString();
    }

    private static String json(Object value) {
        try {
            return SORTED.writeValueAsString(SORTED.treeToValue(SORTED.valueToTree(value), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Kubernetes' types can be written", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
