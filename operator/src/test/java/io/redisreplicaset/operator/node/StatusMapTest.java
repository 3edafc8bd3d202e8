package io.redisreplicaset.operator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.operator.node.StatusMap.MissingField;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatusMapTest {
    private static final RespReply STATUS = array(
            text("name"),
            text("node-0"),
            new RespReply.Text("role"),
            new RespReply.Text("master"),
            text("epoch"),
            whole(7),
            text("intact"),
            whole(1),
            text("fenced"),
            whole(0),
            text("upstream"),
            new RespReply.Absent(),
            text("voters"),
            array(text("node-0"), text("node-1")),
            text("peers"),
            array(array(text("node-1"), whole(12)), array()));

    private static RespReply text(String value) {
        return new RespReply.Bulk(value);
    }

    private static RespReply whole(long value) {
        return new RespReply.Whole(value);
    }

    private static RespReply array(RespReply... elements) {
        return new RespReply.Sequence(List.of(elements));
    }

    private static StatusMap status() throws MissingField {
        return StatusMap.of(STATUS);
    }

    @Test
    void tells_each_field_by_its_name() throws MissingField {
        assertThat(status().text("name")).isEqualTo("node-0");
        assertThat(status().text("role")).isEqualTo("master");
        assertThat(status().whole("epoch")).isEqualTo(7);
        assertThat(status().flag("intact")).isTrue();
        assertThat(status().flag("fenced")).isFalse();
        assertThat(status().texts("voters")).containsExactly("node-0", "node-1");
        assertThat(status().rows("peers")).containsExactly(List.of(text("node-1"), whole(12)), List.of());
    }

    @Test
    void tells_a_text_that_is_absent_as_empty() throws MissingField {
        assertThat(status().text("upstream")).isEmpty();
    }

    @Test
    void tells_of_a_field_that_is_missing_and_what_it_should_have_been() {
        assertThatThrownBy(() -> status().text("setId"))
                .isInstanceOf(MissingField.class)
                .hasMessage("the node's status has no field 'setId' that is text");
        assertThatThrownBy(() -> status().whole("offset"))
                .hasMessage("the node's status has no field 'offset' that is a whole number");
        assertThatThrownBy(() -> status().flag("isolated"))
                .hasMessage("the node's status has no field 'isolated' that is a whole number");
        assertThatThrownBy(() -> status().texts("learners"))
                .hasMessage("the node's status has no field 'learners' that is an array");
        assertThatThrownBy(() -> status().rows("learners"))
                .hasMessage("the node's status has no field 'learners' that is an array");
    }

    @Test
    void tells_of_a_field_of_another_type_as_missing() {
        assertThatThrownBy(() -> status().text("epoch"))
                .hasMessage("the node's status has no field 'epoch' that is text");
        assertThatThrownBy(() -> status().text("voters"))
                .hasMessage("the node's status has no field 'voters' that is text");
        assertThatThrownBy(() -> status().whole("name"))
                .hasMessage("the node's status has no field 'name' that is a whole number");
        assertThatThrownBy(() -> status().whole("upstream"))
                .hasMessage("the node's status has no field 'upstream' that is a whole number");
        assertThatThrownBy(() -> status().texts("peers"))
                .hasMessage("the node's status has no field 'peers' that is text");
        assertThatThrownBy(() -> status().rows("voters"))
                .hasMessage("the node's status has no field 'voters' that is an array of arrays");
        assertThatThrownBy(() -> status().rows("name"))
                .hasMessage("the node's status has no field 'name' that is an array");
    }

    @Test
    void does_not_take_an_error_for_a_text() {
        assertThatThrownBy(() -> StatusMap.of(array(text("name"), new RespReply.Failure("ERR no")))
                        .text("name"))
                .isInstanceOf(MissingField.class);
    }

    @Test
    void takes_an_empty_array_for_a_map_of_nothing() throws MissingField {
        StatusMap empty = StatusMap.of(array());

        assertThatThrownBy(() -> empty.text("name")).isInstanceOf(MissingField.class);
    }

    @Test
    void refuses_a_reply_that_is_no_map() {
        for (RespReply reply : List.of(
                text("OK"),
                whole(1),
                new RespReply.Absent(),
                new RespReply.Failure("ERR no"),
                array(text("name")),
                array(whole(1), text("a")))) {
            assertThatThrownBy(() -> StatusMap.of(reply)).as("%s", reply).isInstanceOf(MissingField.class);
        }
    }

    @Test
    void does_not_mind_fields_that_it_was_never_told_of() throws MissingField {
        RespReply later = array(text("name"), text("a"), text("colour"), array(array(whole(1))));

        assertThat(StatusMap.of(later).text("name")).isEqualTo("a");
    }
}
