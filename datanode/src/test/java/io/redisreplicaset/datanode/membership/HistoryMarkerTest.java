package io.redisreplicaset.datanode.membership;

import static io.redisreplicaset.datanode.membership.NodeUnderTest.ONE;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryMarkerTest {
    private static final String TEXT = "set-1 7 " + SELF + "," + ONE + " 2 3";

    @Test
    void is_one_line_of_the_node_protocol() {
        HistoryMarker marker = new HistoryMarker("set-1", 7, List.of(SELF, ONE), 2, 3);

        assertThat(marker.render()).isEqualTo(TEXT);
        assertThat(HistoryMarker.parse(TEXT)).isEqualTo(marker);
    }

    @Test
    void names_what_was_wanted_and_what_was_found() {
        assertRefused("", "marker: wanted 'setId epoch voters writeQuorum rootEpoch', got ''");
        assertRefused(
                TEXT + " more", "marker: wanted 'setId epoch voters writeQuorum rootEpoch', got '" + TEXT + " more'");
        assertRefused(TEXT.replace(" 7 ", " x "), "marker: epoch: wanted a whole number, got 'x'");
        assertRefused(TEXT.replace(" 7 ", " 0 "), "epoch: wanted a whole number from 1 up, got 0");
        assertRefused(TEXT.replace(" 2 3", " 3 3"), "writeQuorum: wanted 1 to 2 (the voters), got 3");
        assertRefused(TEXT.replace(" 2 3", " 2 8"), "rootEpoch: wanted 1 to 7 (the epoch), got 8");
        assertRefused(TEXT.replace(ONE, "1"), "nodeId: wanted 40 lower-case hex digits, got '1'");
        assertRefused(TEXT.replace(ONE, SELF), "voters: wanted each node id once, got [" + SELF + ", " + SELF + "]");
        assertRefused(TEXT.replace("set-1", "s/t"), "setId: wanted 1 to 64 characters of A-Z a-z 0-9 -, got 's/t'");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> HistoryMarker.parse(text)).hasMessage(message);
    }
}
