package io.redisreplicaset.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Whether an object still is what was applied. Pure.
///
/// Two questions, since neither answers for the other: the hash of what was applied last tells that the wish has
/// changed, also where something is to go; and the object must still hold all that is wished for, whatever the API
/// server filled in beside it.
final class ObjectDrift {
    private static final int HEX_DIGITS = 16;

    private ObjectDrift() {}

    /// A hash of the wish.
    static String hash(String json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Whether everything that is wished for is there, with the same value. Elements of a list are compared in order.
    static boolean holds(JsonNode wanted, JsonNode actual) {
        if (wanted.isObject()) {
            for (Map.Entry<String, JsonNode> field : wanted.properties()) {
                JsonNode value = actual.path(field.getKey());
                boolean isNothing =
                        field.getValue().isEmpty() && field.getValue().isContainerNode();
                if (!(isNothing && value.isMissingNode()) && !holds(field.getValue(), value)) {
                    return false;
                }
            }
            return actual.isObject();
        }
        if (wanted.isArray()) {
            if (!actual.isArray() || actual.size() != wanted.size()) {
                return false;
            }
            for (int i = 0; i < wanted.size(); i++) {
                if (!holds(wanted.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return wanted.equals(actual);
    }
}
