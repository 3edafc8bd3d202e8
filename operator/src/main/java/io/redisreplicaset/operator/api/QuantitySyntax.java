package io.redisreplicaset.operator.api;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.regex.Pattern;

/// Kubernetes' notation of an amount: a decimal number with a binary, a decimal or an exponent suffix.
final class QuantitySyntax {
    static final String REGEX = "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$";

    private static final Pattern QUANTITY = Pattern.compile(REGEX);

    private QuantitySyntax() {}

    static boolean isQuantity(Quantity quantity) {
        String text = quantity.toString();
        return text.length() <= Bounds.QUANTITY_CHARS && QUANTITY.matcher(text).matches();
    }
}
