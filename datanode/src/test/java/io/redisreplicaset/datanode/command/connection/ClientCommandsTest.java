package io.redisreplicaset.datanode.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.engine.ClientUnderTest;
import io.redisreplicaset.datanode.engine.EngineUnderTest;
import org.junit.jupiter.api.Test;

/// CLIENT, beside what the transcripts say.
final class ClientCommandsTest {
    private final EngineUnderTest node = new EngineUnderTest();
    private final ClientUnderTest client = node.client();
    private final ClientUnderTest other = node.client();

    private String line(ClientUnderTest of) {
        return client.send("CLIENT LIST ID " + of.client().id());
    }

    @Test
    void shows_a_client_on_one_line() {
        node.clock.advanceMillis(5_000);
        other.send("CLIENT SETNAME me");
        node.clock.advanceMillis(2_000);

        assertThat(line(other))
                .isEqualTo(
                        "\"id=2 addr=10.0.0.1:40002 laddr=10.0.0.9:6379 fd=8 name=me age=7 idle=2 flags=N db=0 sub=0 psub=0"
                                + " ssub=0 multi=-1 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0 tot-mem=0"
                                + " events=r cmd=client|setname user=default redir=-1 resp=2 lib-name= lib-ver=\\n\"");
    }

    @Test
    void shows_oneself_under_info() {
        client.send("HELLO 3");

        assertThat(client.send("CLIENT INFO")).startsWith("=\"txt:id=1 ").contains(" resp=3 ", " cmd=client|info ");
    }

    @Test
    void shows_what_a_client_is_busy_with() {
        other.send("SELECT 3");
        other.send("MULTI");
        other.send("PING");
        assertThat(line(other)).contains(" flags=x ", " db=3 ", " multi=1 ", " cmd=ping ");

        other.send("DISCARD");
        other.send("SUBSCRIBE a b");
        other.send("PSUBSCRIBE c*");
        assertThat(line(other)).contains(" flags=P ", " sub=2 ", " psub=1 ");

        ClientUnderTest third = node.client();
        third.send("SET a 1");
        third.send("WAIT 1 0");
        assertThat(line(third)).contains(" flags=b ");

        ClientUnderTest fourth = node.client();
        fourth.send("WATCH a");
        client.send("SET a 2");
        assertThat(line(fourth)).contains(" flags=d ");
        fourth.send("MONITOR");
        assertThat(line(fourth)).contains(" flags=Od ");
        fourth.client().kind(Client.Kind.REPLICA);
        assertThat(line(fourth)).contains(" flags=Od ");

        other.client().kind(Client.Kind.UPSTREAM);
        assertThat(line(other)).contains(" flags=MP ");
    }

    @Test
    void shows_who_has_not_said_the_password() {
        client.send("CONFIG SET requirepass secret");
        ClientUnderTest stranger = node.client();

        assertThat(line(stranger)).contains(" cmd=NULL user=(none) ");
    }

    @Test
    void lists_all_in_the_order_in_which_they_came_or_those_of_a_type() {
        node.client().client().kind(Client.Kind.REPLICA);
        other.send("SUBSCRIBE c");

        assertThat(client.send("CLIENT LIST")).matches("\"id=1 .*\\\\nid=2 .*\\\\nid=3 .*\\\\n\"");
        assertThat(client.send("CLIENT LIST TYPE normal")).matches("\"id=1 [^\\\\]*\\\\n\"");
        assertThat(client.send("CLIENT LIST TYPE PUBSUB")).matches("\"id=2 [^\\\\]*\\\\n\"");
        assertThat(client.send("CLIENT LIST TYPE slave")).matches("\"id=3 [^\\\\]*\\\\n\"");
        assertThat(client.send("CLIENT LIST ID 3 1 77")).matches("\"id=1 .*\\\\nid=3 .*\\\\n\"");
    }

    @Test
    void keeps_the_name_of_a_library() {
        assertThat(other.send("CLIENT SETINFO LIB-NAME jedis")).isEqualTo("+OK");
        assertThat(other.send("CLIENT SETINFO lib-ver 8.0.2")).isEqualTo("+OK");
        assertThat(line(other)).contains(" lib-name=jedis lib-ver=8.0.2");

        assertThat(other.send("CLIENT SETINFO colour red")).isEqualTo("-ERR Unrecognized option 'colour'");
        assertThat(other.send("CLIENT", "SETINFO", "lib-name", "a b"))
                .isEqualTo("-ERR lib-name cannot contain spaces, newlines or special characters.");
    }

    @Test
    void kills_by_id_address_and_user() {
        assertThat(client.send("CLIENT KILL ID 2")).isEqualTo(":1");
        assertThat(other.connection.isClosed).isTrue();

        ClientUnderTest third = node.client();
        assertThat(client.send("CLIENT KILL 10.0.0.1:40003")).isEqualTo("+OK");
        assertThat(third.connection.isClosed).isTrue();

        ClientUnderTest fourth = node.client();
        assertThat(client.send("CLIENT KILL ADDR 10.0.0.1:40004 LADDR 10.0.0.9:6379 USER default"))
                .isEqualTo(":1");
        assertThat(fourth.connection.isClosed).isTrue();
        assertThat(client.send("CLIENT KILL ADDR 10.0.0.1:40001 LADDR 10.0.0.9:1"))
                .isEqualTo(":0");
    }

    @Test
    void spares_whoever_kills_unless_that_is_not_wanted() {
        assertThat(client.send("CLIENT KILL TYPE normal")).isEqualTo(":1");
        assertThat(client.connection.closesAfterFlush).isFalse();

        assertThat(client.send("CLIENT KILL TYPE normal SKIPME no")).isEqualTo(":1");
        assertThat(client.connection.closesAfterFlush).isTrue();
    }

    @Test
    void kills_oneself_by_address_behind_the_reply() {
        assertThat(client.sendTogether("CLIENT KILL 10.0.0.1:40001", "PING")).isEqualTo("+OK");

        assertThat(client.connection.closesAfterFlush).isTrue();
        assertThat(client.connection.isClosed).isFalse();
    }

    @Test
    void kills_replicas_and_the_upstream_apart_from_others() {
        ClientUnderTest replica = node.client();
        replica.client().kind(Client.Kind.REPLICA);
        other.client().kind(Client.Kind.UPSTREAM);

        assertThat(client.send("CLIENT KILL TYPE master")).isEqualTo(":1");
        assertThat(other.connection.isClosed).isTrue();
        assertThat(client.send("CLIENT KILL TYPE replica")).isEqualTo(":1");
        assertThat(replica.connection.isClosed).isTrue();
    }

    @Test
    void tells_each_client_its_id() {
        assertThat(client.send("CLIENT ID")).isEqualTo(":1");
        assertThat(other.send("CLIENT ID")).isEqualTo(":2");
    }
}
