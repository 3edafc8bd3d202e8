package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says in a user's words what Jackson could not read.
final class JacksonProblem {
    private static final int SHOWN_CHARS = 80;
    private static final JsonMapper WORDS = new JsonMapper();

    /// A component of the spec that nobody can write.
    private static final String NOT_A_FIELD = "unreadable";

    private JacksonProblem() {}

    /// @param root path of `written` in the object
    static Problem of(String root, JsonProcessingException failure, JsonNode written) {
        if (!(failure instanceof JsonMappingException mapping)) {
            JsonLocation at = failure.getLocation();
            String place = at == null ? root : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            return new Problem(place, "YAML", String.valueOf(failure.getOriginalMessage()));
        }
        String field = root;
        JsonNode value = written;
        for (JsonMappingException.Reference step : mapping.getPath()) {
            field += step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName();
            value = step.getFieldName() == null ? value.path(step.getIndex()) : value.path(step.getFieldName());
        }
        if (mapping instanceof UnrecognizedPropertyException unknown) {
            return new Problem(field, "one of " + known(unknown.getKnownPropertyIds()), "an unknown field");
        }
        Class<?> target = mapping instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return new Problem(field, wanted(target, mapping), shown(value));
    }

    private static String known(@Nullable Collection<Object> ids) {
        return ids == null
                ? "nothing"
                : ids.stream()
                        .map(String::valueOf)
                        .filter(id -> !id.equals(NOT_A_FIELD))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String wanted(@Nullable Class<?> target, JsonMappingException failure) {
        if (target == null) {
            return "a readable value (" + failure.getOriginalMessage() + ")";
        }
        if (target.isEnum()) {
            return "one of "
                    + Arrays.stream(target.getEnumConstants())
                            .map(constant -> WORDS.valueToTree(constant).asText())
                            .collect(Collectors.joining(", "));
        }
        if (target == int.class || target == Integer.class || target == long.class || target == Long.class) {
            return "a whole number";
        }
        if (target == boolean.class || target == Boolean.class) {
            return "true or false";
        }
        if (target == String.class) {
            return "a string (in quotes)";
        }
        if (target == Quantity.class) {
            return "a quantity, for example 10Gi";
        }
        if (List.class.isAssignableFrom(target)) {
            return "a list";
        }
        return "a map";
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
