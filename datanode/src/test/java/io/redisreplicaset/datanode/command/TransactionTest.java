package io.redisreplicaset.datanode.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.resp.Request;
import org.junit.jupiter.api.Test;

final class TransactionTest {
    private static final CommandSpec GET = CommandSpec.named("get", 2)
            .flags(CommandFlag.READONLY, CommandFlag.FAST)
            .container();
    private static final CommandSpec SET = CommandSpec.named("set", 3)
            .flags(CommandFlag.WRITE, CommandFlag.FAST)
            .container();

    private final Transaction transaction = new Transaction(2);

    @Test
    void keeps_its_commands_in_order_with_memory_of_their_own() {
        Request request = Request.of("SET", "a", "1");
        transaction.queue(SET, request);
        transaction.queue(GET, Request.of("GET", "a"));

        assertThat(transaction.commands()).extracting(Transaction.Queued::spec).containsExactly(SET, GET);
        assertThat(transaction.commands().getFirst().request()).isNotSameAs(request);
        assertThat(transaction.commands().getFirst().request().text(2)).isEqualTo("1");
    }

    @Test
    void holds_no_more_than_it_may_and_is_broken_then() {
        transaction.queue(GET, Request.of("GET", "a"));
        transaction.queue(GET, Request.of("GET", "a"));
        assertThat(transaction.isBroken()).isFalse();

        assertThatThrownBy(() -> transaction.queue(GET, Request.of("GET", "a")))
                .isInstanceOf(ErrorReply.class)
                .hasMessage("ERR a transaction holds at most 2 commands");

        assertThat(transaction.isBroken()).isTrue();
        assertThat(transaction.commands()).hasSize(2);
    }

    @Test
    void knows_what_one_of_its_commands_has_or_lacks() {
        assertThat(transaction.has(CommandFlag.WRITE)).isFalse();
        assertThat(transaction.lacks(CommandFlag.FAST)).isFalse();

        transaction.queue(GET, Request.of("GET", "a"));
        transaction.queue(SET, Request.of("SET", "a", "1"));

        assertThat(transaction.has(CommandFlag.WRITE)).isTrue();
        assertThat(transaction.has(CommandFlag.READONLY)).isTrue();
        assertThat(transaction.has(CommandFlag.ADMIN)).isFalse();
        assertThat(transaction.lacks(CommandFlag.FAST)).isFalse();
        assertThat(transaction.lacks(CommandFlag.WRITE)).isTrue();
        assertThat(transaction.lacks(CommandFlag.STALE)).isTrue();
    }
}
