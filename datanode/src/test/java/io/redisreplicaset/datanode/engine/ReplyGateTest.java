package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.resp.RespWriter;
import org.junit.jupiter.api.Test;

final class ReplyGateTest {
    private static final long MILLI = 1_000_000;

    private final ReplyGate gate = new ReplyGate();
    private final FakeConnection connection = new FakeConnection("10.0.0.1:1");
    private final Client client = new Client(1, connection, 0);
    private final FakeConnection otherConnection = new FakeConnection("10.0.0.1:2");
    private final Client other = new Client(2, otherConnection, 0);

    private void pass(Client whose, String text, boolean touchedData, long offset, long nowNanos) {
        RespWriter replies = new RespWriter();
        replies.simple(text);
        gate.pass(whose, replies, touchedData, offset, nowNanos);
    }

    private static void deliver(Client whose, String text) {
        RespWriter message = new RespWriter();
        message.simple(text);
        whose.deliver(message.buffer(), 0, message.length());
    }

    private static String sent(FakeConnection to) {
        return ReplyText.of(to.takeSent());
    }

    private void on() {
        gate.on(true);
        gate.timeoutMillis(1000);
    }

    @Test
    void lets_everything_pass_while_it_is_off() {
        pass(client, "a", true, 100, 0);

        assertThat(sent(connection)).isEqualTo("+a");
        assertThat(gate.heldReplies()).isZero();
    }

    @Test
    void says_nothing_where_nothing_was_said() {
        on();
        gate.pass(client, new RespWriter(), true, 100, 0);

        assertThat(gate.heldReplies()).isZero();
    }

    @Test
    void holds_what_tells_of_data_until_a_quorum_has_it() {
        on();
        pass(client, "a", true, 100, 0);
        assertThat(sent(connection)).isEmpty();

        gate.committed(99);
        assertThat(sent(connection)).isEmpty();
        gate.committed(100);

        assertThat(sent(connection)).isEqualTo("+a");
        assertThat(client.heldBytes()).isZero();
    }

    @Test
    void lets_pass_what_a_quorum_has_already() {
        on();
        gate.committed(100);

        pass(client, "a", true, 100, 0);

        assertThat(sent(connection)).isEqualTo("+a");
    }

    @Test
    void lets_pass_what_tells_of_no_data() {
        on();

        pass(client, "PONG", false, 100, 0);

        assertThat(sent(connection)).isEqualTo("+PONG");
    }

    @Test
    void keeps_the_order_of_one_clients_replies() {
        on();
        pass(client, "a", true, 100, 0);

        pass(client, "PONG", false, 120, 0);
        pass(other, "PONG", false, 120, 0);

        assertThat(sent(connection)).isEmpty();
        assertThat(sent(otherConnection)).isEqualTo("+PONG");
        gate.committed(100);
        assertThat(sent(connection)).isEqualTo("+a");
        gate.committed(120);
        assertThat(sent(connection)).isEqualTo("+PONG");
    }

    @Test
    void a_message_does_not_overtake_what_was_answered_before() {
        on();
        client.deliversThrough(gate::deliver);
        other.deliversThrough(gate::deliver);
        pass(client, "subscribed", true, 100, 0);

        deliver(client, "message");
        deliver(other, "message");

        assertThat(sent(connection)).isEmpty();
        assertThat(sent(otherConnection)).isEqualTo("+message");
        gate.committed(100);
        assertThat(sent(connection)).isEqualTo("+subscribed\n+message");
        deliver(client, "next");
        assertThat(sent(connection)).isEqualTo("+next");
    }

    @Test
    void a_subscriber_with_too_many_messages_held_is_cut_off() {
        on();
        client.deliversThrough(gate::deliver);
        pass(client, "subscribed", true, 100, 0);
        String large = "x".repeat(1024 * 1024);
        for (int i = 0; i < 31; i++) {
            deliver(client, large);
        }
        assertThat(connection.isClosed).isFalse();

        deliver(client, large);

        assertThat(connection.isClosed).isTrue();
        assertThat(gate.heldReplies()).isZero();
        assertThat(client.heldBytes()).isZero();
    }

    @Test
    void releases_in_the_order_of_the_history() {
        on();
        pass(client, "a", true, 100, 0);
        pass(other, "b", true, 110, 0);
        pass(client, "c", true, 120, 0);

        gate.committed(115);

        assertThat(sent(connection)).isEqualTo("+a");
        assertThat(sent(otherConnection)).isEqualTo("+b");
        assertThat(gate.heldReplies()).isEqualTo(1);
    }

    @Test
    void keeps_bytes_of_its_own() {
        on();
        RespWriter replies = new RespWriter();
        replies.simple("first");
        gate.pass(client, replies, true, 100, 0);
        replies.clear();
        replies.simple("other");

        gate.committed(100);

        assertThat(sent(connection)).isEqualTo("+first");
    }

    @Test
    void lets_everything_go_when_it_is_switched_off() {
        on();
        pass(client, "a", true, 100, 0);

        gate.on(false);

        assertThat(sent(connection)).isEqualTo("+a");
        assertThat(gate.isOn()).isFalse();
    }

    @Test
    void reads_no_more_of_a_client_that_has_too_much_held() {
        on();
        String large = "x".repeat(600 * 1024);
        pass(client, large, true, 100, 0);
        assertThat(connection.isRead).isTrue();

        pass(client, large, true, 110, 0);
        assertThat(connection.isRead).isFalse();
        gate.committed(100);

        assertThat(connection.isRead).isTrue();
    }

    @Test
    void tells_a_client_that_has_waited_too_long_that_nobody_knows() {
        on();
        pass(client, "a", true, 100, 0);
        pass(client, "b", true, 110, 500 * MILLI);
        pass(other, "c", true, 120, 900 * MILLI);

        gate.expire(1000 * MILLI);
        assertThat(sent(connection)).isEmpty();
        gate.expire(1001 * MILLI);

        assertThat(sent(connection))
                .isEqualTo("-NOQUORUM not enough voters acked in time; the outcome of what was sent on this connection"
                        + " and not answered is unknown");
        assertThat(connection.closesAfterFlush).isTrue();
        assertThat(client.heldBytes()).isZero();
        assertThat(sent(otherConnection)).isEmpty();
        gate.committed(200);
        assertThat(sent(connection)).isEmpty();
        assertThat(sent(otherConnection)).isEqualTo("+c");
    }

    @Test
    void measures_time_across_the_end_of_the_clock() {
        on();
        long now = Long.MAX_VALUE - 10;
        pass(client, "a", true, 100, now);

        gate.expire(now + 10);
        assertThat(connection.closesAfterFlush).isFalse();
        gate.expire(now + 1001 * MILLI);
        assertThat(connection.closesAfterFlush).isTrue();
    }

    @Test
    void forgets_a_client_that_is_gone() {
        on();
        pass(client, "a", true, 100, 0);
        pass(other, "b", true, 100, 0);

        gate.forget(client);

        assertThat(gate.heldReplies()).isEqualTo(1);
        gate.committed(100);
        assertThat(sent(connection)).isEmpty();
        assertThat(sent(otherConnection)).isEqualTo("+b");
    }

    @Test
    void drops_replies_with_their_connections_when_nobody_can_say_any_more() {
        on();
        pass(client, "a", true, 100, 0);
        pass(other, "b", true, 110, 0);
        pass(client, "c", true, 120, 0);

        gate.dropAll();

        assertThat(connection.isClosed).isTrue();
        assertThat(otherConnection.isClosed).isTrue();
        assertThat(gate.heldReplies()).isZero();
        assertThat(client.heldBytes()).isZero();
        assertThat(sent(connection)).isEmpty();
    }
}
