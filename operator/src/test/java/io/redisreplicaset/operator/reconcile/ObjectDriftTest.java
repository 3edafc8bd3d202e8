package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

final class ObjectDriftTest {
    private static final ObjectMapper YAML = new YAMLMapper();

    @Test
    void holds_what_the_api_server_filled_in_beside_it() throws JsonProcessingException {
        assertThat(holds(
                        "{spec: {ports: [{name: redis, port: 6379}]}}",
                        "{spec: {clusterIP: 10.0.0.1, ports: [{name: redis, port: 6379, nodePort: 31000}]}}"))
                .isTrue();
    }

    @Test
    void does_not_hold_what_somebody_changed() throws JsonProcessingException {
        assertThat(holds("{spec: {selector: {set: cache}}}", "{spec: {selector: {set: other}}}"))
                .isFalse();
    }

    @Test
    void does_not_hold_what_somebody_took_away() throws JsonProcessingException {
        assertThat(holds("{spec: {selector: {set: cache}}}", "{spec: {}}")).isFalse();
    }

    @Test
    void does_not_hold_a_list_to_which_somebody_added() throws JsonProcessingException {
        assertThat(holds("{ports: [{port: 1}]}", "{ports: [{port: 1}, {port: 2}]}"))
                .isFalse();
    }

    @Test
    void an_empty_wish_asks_for_nothing() throws JsonProcessingException {
        assertThat(holds("{metadata: {annotations: {}}, status: {}}", "{metadata: {}}"))
                .isTrue();
    }

    @Test
    void another_wish_has_another_hash() {
        assertThat(ObjectDrift.hash("{\"a\":1}"))
                .hasSize(16)
                .isEqualTo(ObjectDrift.hash("{\"a\":1}"))
                .isNotEqualTo(ObjectDrift.hash("{\"a\":2}"));
    }

    private static boolean holds(String wanted, String actual) throws JsonProcessingException {
        return ObjectDrift.holds(tree(wanted), tree(actual));
    }

    private static JsonNode tree(String yaml) throws JsonProcessingException {
        return YAML.readTree(yaml);
    }
}
