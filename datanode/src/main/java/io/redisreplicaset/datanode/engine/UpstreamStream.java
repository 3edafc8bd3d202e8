package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.replication.replica.StreamReader;
import io.redisreplicaset.datanode.replication.replica.StreamReader.After;
import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Applies the upstream's stream to the data, and passes its bytes on, unchanged, into this node's own.
final class UpstreamStream implements StreamReader.Applier {
    private static final byte[] MARKER_CHANNEL = HistoryMarker.CHANNEL.getBytes(StandardCharsets.US_ASCII);
    private static final int PUBLISH_ARGUMENTS = 3;
    private static final int MAX_SHOWN_BYTES = 128;

    private final EngineCore core;
    private final Engine engine;
    private final Client client;
    private final ReplicationLineage lineage;
    private final SetMembership membership;
    private final RespWriter discarded = new RespWriter();
    private final StreamReader reader = new StreamReader();
    private @Nullable String marker;
    private boolean isOver;
    private boolean hasApplied;
    private String complaint = "";

    UpstreamStream(
            EngineCore core, Engine engine, Client client, ReplicationLineage lineage, SetMembership membership) {
        this.core = core;
        this.engine = engine;
        this.client = client;
        this.lineage = lineage;
        this.membership = membership;
    }

    Client client() {
        return client;
    }

    /// Applies what is whole in these bytes, and keeps the rest.
    ///
    /// @return whether the link may go on; if not, [#complaint] says why
    boolean take(byte[] bytes, int from, int to) {
        engine.beginUpstreamBurst();
        reader.take(bytes, from, to, this);
        return !isOver;
    }

    /// The link is gone: nothing more of it is applied.
    void end() {
        isOver = true;
    }

    String complaint() {
        return complaint;
    }

    /// Bytes that were read and are not applied yet.
    int pendingBytes() {
        return reader.pendingBytes();
    }

    /// Whether anything was applied since this was last asked.
    boolean hasApplied() {
        boolean answer = hasApplied;
        hasApplied = false;
        return answer;
    }

    @Override
    public After run(Request request) {
        if (request.count() > 0) {
            noteMarker(request);
            long errors = core.stats().errorReplies();
            discarded.clear();
            engine.runFromUpstream(client, request, discarded);
            if (core.stats().errorReplies() != errors) {
                reportError(request);
            }
        }
        if (isOver) {
            return After.STOP;
        }
        if (client.transaction() != null) {
            return After.OPEN;
        }
        return marker == null ? After.WHOLE : After.WHOLE_TELL_NOW;
    }

    private void noteMarker(Request request) {
        boolean isMarker = request.count() == PUBLISH_ARGUMENTS
                && request.length(1) == MARKER_CHANNEL.length
                && request.is(0, "publish")
                && client.transaction() == null
                && Arrays.equals(
                        request.buffer(),
                        request.offset(1),
                        request.offset(1) + request.length(1),
                        MARKER_CHANNEL,
                        0,
                        MARKER_CHANNEL.length);
        if (isMarker) {
            marker = request.text(2);
        }
    }

    /// What the upstream could do and this node can't: from here on the two may differ.
    private void reportError(Request request) {
        core.stats().unexpectedErrorReplies++;
        String reply = new String(discarded.buffer(), 0, discarded.length(), StandardCharsets.UTF_8);
        String error =
                reply.lines().filter(line -> line.startsWith("-")).findFirst().orElse("-ERR");
        core.log()
                .warning("== CRITICAL == This replica is sending an error to its master: '" + error.substring(1)
                        + "' after processing the command '" + shown(request) + "'");
    }

    private static String shown(Request request) {
        String name = request.text(0);
        return name.length() <= MAX_SHOWN_BYTES ? name : name.substring(0, MAX_SHOWN_BYTES);
    }

    @Override
    public boolean applied(byte[] bytes, int offset, int length) {
        core.stream().append(bytes, offset, length);
        lineage.upstreamDatabase(client.database());
        hasApplied = true;
        long endOffset = core.stream().offset();
        membership.applied(endOffset);
        String text = marker;
        if (text != null) {
            marker = null;
            if (!membership.markerApplied(text, endOffset)) {
                complaint = "MASTER's marker at offset " + endOffset + " can't continue the history of this node";
                isOver = true;
            }
        }
        return !isOver;
    }
}
