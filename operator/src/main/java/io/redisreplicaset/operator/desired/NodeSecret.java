package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.redisreplicaset.operator.api.AuthSpec;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The password of a set: of its clients, of the links between its nodes, and of the operator.
public final class NodeSecret {
    private static final String PASSWORD_KEY = "password";

    /// 40 of 62 letters and digits: 238 bits, and nothing that a shell or a URL would take for more than a letter.
    private static final int PASSWORD_CHARS = 40;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private NodeSecret() {}

    /// Where the password is: the user's Secret, else the generated one.
    public static AuthSpec.SecretRef reference(RedisReplicaSet set) {
        AuthSpec.SecretRef named = set.getSpec().passwordSecret();
        return named != null
                ? named
                : new AuthSpec.SecretRef(Names.generatedSecret(set.getMetadata().getName()), PASSWORD_KEY);
    }

    /// A Secret with a new password. To be created where there is none, and never to be applied over one that exists.
    ///
    /// @param random must be unpredictable
    public static Secret generated(RedisReplicaSet set, RandomGenerator random) {
        String name = set.getMetadata().getName();
        StringBuilder password = new StringBuilder(PASSWORD_CHARS);
        for (int i = 0; i < PASSWORD_CHARS; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new SecretBuilder()
                .withMetadata(Metadata.owned(set, Names.generatedSecret(name), Labels.ofSet(name))
                        .build())
                .withType("Opaque")
                .withData(Map.of(PASSWORD_KEY, base64(password.toString())))
                .build();
    }

    /// The password that a Secret holds under a key, read as a node reads its file: one line end at the end does not
    /// belong to it. Empty where there is no such key, or nothing under it.
    public static Optional<String> password(Secret secret, String key) {
        Map<String, String> data = secret.getData();
        String encoded = data == null ? null : data.get(key);
        if (encoded == null) {
            return Optional.empty();
        }
        String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        if (text.endsWith("\n")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
