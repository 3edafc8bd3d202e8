package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.coordinator.NodeStatusReader.Reading;
import io.redisreplicaset.operator.node.RespReply;
import io.redisreplicaset.operator.topology.LinkStatus;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.PeerReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The words are those of config/docs/node-protocol.md.
final class NodeStatusReaderTest {
    private static final String SET_ID = "2f6c0f3e";

    /// Fields of the protocol by which nothing is decided here.
    private static final List<String> OF_NO_CONSEQUENCE =
            List.of("version", "replid", "replid2", "secondOffset", "committedOffset", "durability", "replicas");

    private final Map<String, RespReply> fields = replica();

    @Test
    void reads_all_that_a_replica_says() {
        assertThat(read())
                .isEqualTo(new Reading.Understood(new NodeStatus(
                        "disk-1",
                        "run-7",
                        NodeRole.REPLICA,
                        4,
                        "operator-1",
                        3,
                        2,
                        1,
                        List.of("disk-0", "disk-1", "disk-2"),
                        2,
                        0,
                        1234567890123L,
                        true,
                        false,
                        false,
                        Optional.of("10.0.0.1:6379"),
                        LinkStatus.UP,
                        -1,
                        true,
                        false,
                        false,
                        false,
                        100,
                        List.of(
                                new PeerReport("cache-0", "10.0.0.1:6379", "disk-0", true, 12, 4),
                                new PeerReport("cache-2", "10.0.0.3:6379", "", false, -1, 0)))));
    }

    @Test
    void a_node_that_follows_nobody_has_no_upstream() {
        fields.put("upstream", text(""));

        assertThat(understood().upstream()).isEmpty();
    }

    static List<String> fieldsThatMatter() {
        return replica().keySet().stream()
                .filter(name -> !OF_NO_CONSEQUENCE.contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fieldsThatMatter")
    void a_status_that_lacks_one_field_is_no_status(String field) {
        fields.remove(field);

        assertThat(useless()).startsWith("the node's status has no field '" + field + "' that is ");
    }

    @ParameterizedTest
    @MethodSource("fieldsThatMatter")
    void a_field_of_another_type_is_as_good_as_missing(String field) {
        fields.put(field, new RespReply.Failure("ERR"));

        assertThat(useless()).startsWith("the node's status has no field '" + field + "' that is ");
    }

    static List<String> fieldsOfNoConsequence() {
        return OF_NO_CONSEQUENCE;
    }

    @ParameterizedTest
    @MethodSource("fieldsOfNoConsequence")
    void a_field_by_which_nothing_is_decided_may_be_missing(String field) {
        fields.remove(field);

        assertThat(understood().nodeId()).isEqualTo("disk-1");
    }

    @Test
    void what_a_newer_release_adds_does_no_harm() {
        fields.put("mood", text("sunny"));
        fields.put("weather", array());
        fields.put("peers", array(row(peer("cache-0", "disk-0"), text("and"), text("more"))));

        assertThat(understood().peers()).hasSize(1);
    }

    @Test
    void a_peer_of_which_less_is_told_makes_the_status_useless() {
        fields.put(
                "peers", array(new RespReply.Sequence(peer("cache-0", "disk-0").subList(0, 5))));

        assertThat(useless()).isEqualTo("the node's status has no field 'peers' that is rows of 6");
    }

    @Test
    void a_role_of_a_newer_release_makes_the_status_useless() {
        fields.put("role", text("witness"));

        assertThat(useless())
                .isEqualTo(
                        "the node's status has no field 'role' that is a role that this release knows, got 'witness'");
    }

    @Test
    void a_state_of_the_link_of_a_newer_release_makes_the_status_useless() {
        fields.put("linkStatus", text("resting"));

        assertThat(useless())
                .isEqualTo("the node's status has no field 'linkStatus' that is a state that this release knows, got"
                        + " 'resting'");
    }

    @ParameterizedTest
    @EnumSource
    void every_role_of_the_protocol_is_known(NodeRole role) {
        fields.put("role", text(role.word()));

        assertThat(understood().role()).isEqualTo(role);
    }

    @ParameterizedTest
    @EnumSource
    void every_state_of_a_link_is_known(LinkStatus link) {
        fields.put("linkStatus", text(link.word()));

        assertThat(understood().linkStatus()).isEqualTo(link);
    }

    @Test
    void a_node_of_another_set_is_not_the_one_that_was_asked() {
        fields.put("setId", text("another"));

        assertThat(useless()).isEqualTo("under its address answers cache-1 of set 'another' instead");
    }

    @Test
    void another_node_of_the_set_is_not_the_one_that_was_asked() {
        fields.put("name", text("cache-2"));

        assertThat(useless()).isEqualTo("under its address answers cache-2 of set '2f6c0f3e' instead");
    }

    @Test
    void a_refusal_is_told_in_the_nodes_words() {
        assertThat(NodeStatusReader.read(new RespReply.Failure("NOAUTH Authentication required."), SET_ID, "cache-1"))
                .isEqualTo(new Reading.Useless("NOAUTH Authentication required."));
    }

    @Test
    void what_is_no_map_is_no_status() {
        for (RespReply reply : List.of(new RespReply.Text("OK"), new RespReply.Absent(), array(text("setId")))) {
            assertThat(NodeStatusReader.read(reply, SET_ID, "cache-1"))
                    .as("%s", reply)
                    .isInstanceOf(Reading.Useless.class);
        }
    }

    // ------------------------------------------------------------------ the wire

    private Reading read() {
        List<RespReply> flat = new ArrayList<>();
        fields.forEach((name, value) -> flat.addAll(List.of(text(name), value)));
        return NodeStatusReader.read(new RespReply.Sequence(flat), SET_ID, "cache-1");
    }

    private NodeStatus understood() {
        return switch (read()) {
            case Reading.Understood(NodeStatus status) -> status;
            case Reading.Useless(String why) -> throw new AssertionError(why);
        };
    }

    private String useless() {
        return switch (read()) {
            case Reading.Understood(NodeStatus status) -> throw new AssertionError("understood: " + status);
            case Reading.Useless(String why) -> why;
        };
    }

    private static Map<String, RespReply> replica() {
        Map<String, RespReply> fields = new LinkedHashMap<>();
        fields.put("setId", text(SET_ID));
        fields.put("nodeId", text("disk-1"));
        fields.put("name", text("cache-1"));
        fields.put("runId", text("run-7"));
        fields.put("version", text("0.1.0"));
        fields.put("role", text("replica"));
        fields.put("promisedEpoch", whole(4));
        fields.put("promisedTo", text("operator-1"));
        fields.put("epoch", whole(3));
        fields.put("historyEpoch", whole(2));
        fields.put("rootEpoch", whole(1));
        fields.put("voters", array(text("disk-0"), text("disk-1"), text("disk-2")));
        fields.put("writeQuorum", whole(2));
        fields.put("committedEpoch", whole(0));
        fields.put("committedOffset", whole(0));
        fields.put("replid", text("abc"));
        fields.put("replid2", text("000"));
        fields.put("secondOffset", whole(-1));
        fields.put("offset", whole(1234567890123L));
        fields.put("intact", whole(1));
        fields.put("empty", whole(0));
        fields.put("loading", whole(0));
        fields.put("upstream", text("10.0.0.1:6379"));
        fields.put("linkStatus", text("up"));
        fields.put("linkDownMs", whole(-1));
        fields.put("synced", whole(1));
        fields.put("writesOpen", whole(0));
        fields.put("paused", whole(0));
        fields.put("shuttingDown", whole(0));
        fields.put("priority", whole(100));
        fields.put("durability", text("async"));
        fields.put("replicas", array());
        List<RespReply> silent = new ArrayList<>(peer("cache-2", ""));
        silent.set(1, text("10.0.0.3:6379"));
        silent.set(3, whole(0));
        silent.set(4, whole(-1));
        silent.set(5, whole(0));
        fields.put("peers", array(row(peer("cache-0", "disk-0")), row(silent)));
        return fields;
    }

    private static List<RespReply> peer(String name, String nodeId) {
        return List.of(
                text(name),
                text("10.0.0.1:6379"),
                text(nodeId),
                whole(1),
                whole(12),
                whole(4),
                text("master"),
                whole(4));
    }

    private static RespReply row(List<RespReply> cells, RespReply... more) {
        List<RespReply> all = new ArrayList<>(cells);
        all.addAll(Arrays.asList(more));
        return new RespReply.Sequence(all);
    }

    private static RespReply text(String value) {
        return new RespReply.Bulk(value);
    }

    private static RespReply whole(long value) {
        return new RespReply.Whole(value);
    }

    private static RespReply array(RespReply... elements) {
        return new RespReply.Sequence(Arrays.asList(elements));
    }
}
