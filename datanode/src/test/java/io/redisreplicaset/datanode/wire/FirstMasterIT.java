package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A set from nothing: the first master, its replicas, and a change of masters.
final class FirstMasterIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void three_new_nodes_become_a_set() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            for (Member each : set.all()) {
                assertThat(each.status("role")).isEqualTo("joining");
                assertThat(each.status("empty")).isEqualTo("1");
                assertThat(each.status("intact")).isEqualTo("1");
            }
            set.elect(1, 0);
            set.awaitSynced(0);
            assertThat(set.node(0).status("role")).isEqualTo("master");
            set.node(0).await("writesOpen", "1");
            try (Wire client = set.node(0).client()) {
                assertThat(client.say("SET", "key", "value")).isEqualTo("OK");
                assertThat(client.say("WAIT", "2", "5000")).isEqualTo("2");
            }
            for (Member replica : List.of(set.node(1), set.node(2))) {
                replica.await("offset", set.node(0).status("offset"));
                assertThat(replica.status("historyEpoch")).isEqualTo("1");
                assertThat(replica.status("rootEpoch")).isEqualTo("1");
                try (Wire client = replica.client()) {
                    assertThat(client.say("GET", "key")).isEqualTo("value");
                }
            }
        }
    }

    @Test
    void the_master_changes_and_nobody_needs_a_whole_copy() throws IOException {
        try (MemberSet set = MemberSet.start(folder, 3)) {
            set.elect(1, 0);
            set.awaitSynced(0);
            try (Wire client = set.node(0).client()) {
                client.say("SET", "before", "1");
                client.say("WAIT", "2", "5000");
            }
            set.elect(2, 1);
            set.awaitSynced(1);
            try (Wire client = set.node(1).client()) {
                assertThat(client.say("GET", "before")).isEqualTo("1");
                assertThat(client.say("SET", "after", "2")).isEqualTo("OK");
                assertThat(client.say("WAIT", "2", "5000")).isEqualTo("2");
                assertThat(client.say("INFO", "stats")).contains("sync_full:0", "sync_partial_ok:2");
            }
        }
    }
}
