package io.redisreplicaset.datanode.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.Transcript.Section;
import io.redisreplicaset.datanode.command.Transcript.Turn;
import io.redisreplicaset.datanode.engine.ClientUnderTest;
import io.redisreplicaset.datanode.engine.EngineUnderTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Commands, and what redis-server 7.0.15 answered to them: every reply is the same here, to the byte.
///
/// ```
/// ## a sentence, behind which everything is fresh
/// b> SUBSCRIBE c              client b sends words
/// ["subscribe", "c", :1]      and is answered, as ReplyText writes it
/// a> PUBLISH c hi
/// :1
/// b< ["message", "c", "hi"]   what comes to another client meanwhile
/// ```
final class TranscriptTest {
    private static final List<String> FILES = List.of(
            "config",
            "connection",
            "events",
            "expiry",
            "keys",
            "numbers",
            "pubsub",
            "refusals",
            "server",
            "strings",
            "strings-in-parts",
            "transactions",
            "watch");

    @TestFactory
    Stream<DynamicContainer> answers_as_redis_does() {
        return FILES.stream()
                .map(file -> DynamicContainer.dynamicContainer(
                        file,
                        Transcript.read("transcripts/" + file).stream()
                                .map(section -> DynamicTest.dynamicTest(section.heading(), () -> play(section)))));
    }

    private static void play(Section section) {
        EngineUnderTest node = new EngineUnderTest("enable-debug-command yes", "save \"\"");
        Map<String, ClientUnderTest> clients = new HashMap<>();
        for (Turn turn : section.turns()) {
            ClientUnderTest client = clients.computeIfAbsent(turn.client(), name -> node.client());

            List<String> actual = new ArrayList<>(client.isGone() ? List.of() : lines(client.send(turn.words())));
            node.turn();
            actual.addAll(lines(client.received()));
            clients.forEach((name, other) -> {
                if (other != client) {
                    lines(other.received()).forEach(line -> actual.add(name + "< " + line));
                }
            });

            assertThat(actual).as(turn.place()).isEqualTo(turn.followed());
        }
    }

    /// Ids of clients are nobody's business.
    private static List<String> lines(String replies) {
        return replies.replaceAll("\"id\"(,|:) :\\d+", "\"id\": :N").lines().toList();
    }
}
