package io.redisreplicaset.operator.api;

import java.util.regex.Pattern;

/// What Kubernetes takes as the key and the value of a label, and which keys are not the user's.
///
/// A pod with a bad label is refused only when it is created, far from whoever wrote it: so the spec is checked.
final class LabelSyntax {
    static final String KEY_REGEX =
            "^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

    static final String VALUE_REGEX = "^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$";

    /// Kubernetes' recommended labels, and ours: Services and the operator select pods by them.
    private static final String OWNED_REGEX = "^(app[.]kubernetes[.]io|([-a-z0-9.]+[.])?redisreplicaset[.]io)/";

    /// True for a key `k` that a user may set on a pod, in CEL.
    static final String USER_KEY_CEL = "k.matches('" + KEY_REGEX + "') && !k.matches('" + OWNED_REGEX + "')";

    /// True for a key `k` that a Kubernetes node can carry, in CEL.
    static final String KEY_CEL = "k.matches('" + KEY_REGEX + "')";

    private static final Pattern KEY = Pattern.compile(KEY_REGEX);
    private static final Pattern VALUE = Pattern.compile(VALUE_REGEX);
    private static final Pattern OWNED = Pattern.compile(OWNED_REGEX);

    private LabelSyntax() {}

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    static boolean isUserKey(String key) {
        return isKey(key) && !OWNED.matcher(key).find();
    }

    static boolean isValue(String value) {
        return VALUE.matcher(value).matches();
    }
}
