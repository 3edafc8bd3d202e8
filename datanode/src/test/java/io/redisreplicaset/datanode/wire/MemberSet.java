package io.redisreplicaset.datanode.wire;

import io.redisreplicaset.datanode.server.NodeProcess.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Some nodes of one set, and the moves of a coordinator that knows what it does.
final class MemberSet implements AutoCloseable {
    static final String SET_ID = "6f9b2c1e-set";
    static final String COORDINATOR = "operator-1";

    private final List<Member> members = new ArrayList<>();

    private MemberSet() {}

    /// Starts nodes `kv-0`, `kv-1`, … that know of one another, and have no master yet.
    static MemberSet start(Path folder, int count, String... directives) throws IOException {
        MemberSet set = new MemberSet();
        for (int i = 0; i < count; i++) {
            set.members.add(set.startNode(folder, "kv-" + i, directives));
        }
        set.introduce();
        return set;
    }

    private Member startNode(Path folder, String name, String... directives) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        List<String> all = new ArrayList<>(List.of(
                "--save",
                "",
                "--replicaset-id",
                SET_ID,
                "--replicaset-name",
                name,
                "--replicaset-detection-timeout",
                "400",
                "--repl-diskless-sync-delay",
                "0",
                // Offsets move by what a test writes, and not by pings in between.
                "--repl-ping-replica-period",
                "3600"));
        all.addAll(List.of(directives));
        return Member.start(SET_ID, name, Wish.in(own, all.toArray(String[]::new)));
    }

    /// One more node, which the others are told of.
    Member add(Path folder, String... directives) throws IOException {
        Member added = startNode(folder, "kv-" + members.size(), directives);
        members.add(added);
        introduce();
        return added;
    }

    void introduce() {
        for (Member each : members) {
            each.peers(members.stream().filter(other -> !other.equals(each)).toList());
        }
    }

    Member node(int ordinal) {
        return members.get(ordinal);
    }

    List<Member> all() {
        return List.copyOf(members);
    }

    List<String> voters() {
        return members.stream().map(Member::nodeId).toList();
    }

    int majority() {
        return members.size() / 2 + 1;
    }

    /// An election as it should be: everyone promises, one is promoted, the rest follow it.
    void elect(long epoch, int ordinal) {
        elect(epoch, ordinal, members);
    }

    /// An election that relieves a master which was asked to stop: it goes when it is fenced, and follows nobody.
    void relieve(Member leaving, long epoch, int ordinal) {
        elect(
                epoch,
                ordinal,
                members.stream().filter(each -> !each.equals(leaving)).toList());
    }

    private void elect(long epoch, int ordinal, List<Member> staying) {
        List<String> voters = voters();
        members.forEach(each -> each.fence(epoch, COORDINATOR));
        node(ordinal).promote(epoch, COORDINATOR, majority(), voters);
        for (Member each : staying) {
            if (!each.equals(node(ordinal))) {
                each.follow(epoch, node(ordinal));
            }
        }
    }

    /// Waits until all replicas are synced and the epoch is committed.
    void awaitSynced(int master) {
        for (Member each : members) {
            if (!each.equals(node(master))) {
                each.await("synced", "1");
            }
        }
        node(master).await("committedEpoch", node(master).status("epoch"));
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }
}
