package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.NodeControl.SaveOnExit;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// The orderly end of the process: by SHUTDOWN or a signal, in steps of which each has an end in time.
///
/// ```
///   SERVING --master of a set--> RELIEF --another took over, or time is up--> CATCH_UP --replicas there, or time is
/// up--.
///     ^  '--else, replicas lag--------------------------------------------------^  writes are held from here on
///  |
///     |  '--else, or NOW--------------------------------------------------------------------------------------------->
/// save
///     '-------- aborted, or it could not be saved
/// ---------------------------------------------------------------------- |
///                                                                                                                 GONE
/// <-'
/// ```
/// The save waits for the disk with the loop standing still: nothing can be applied, acked or sent that it does not
/// hold. Each of the two waits is at most `shutdown-timeout`.
public final class Shutdown implements ProcessControl, EnginePart, InfoSource {
    private static final String REFUSAL = "ERR Errors trying to SHUTDOWN. Check logs.";
    private static final int CRASH_CODE = 139;

    private enum Stage {
        SERVING,
        RELIEF,
        CATCH_UP,
        GONE
    }

    private final EngineCore core;
    private final Snapshots snapshots;
    private final SnapshotReload reload;
    private final ShutdownParties parties;
    private final ProcessExit exit;
    private Stage stage = Stage.SERVING;
    private SaveOnExit save = SaveOnExit.BY_SAVE_POINTS;
    private boolean isForced;
    private long deadlineNanos;

    /// A signal was taken and not yet taken back. Written by the thread that takes signals too.
    private volatile boolean isSignalled;

    /// @param isReplica for DEBUG RELOAD, which treats expired keys as a load at start does
    public Shutdown(
            EngineCore core,
            SnapshotRuns runs,
            Snapshots snapshots,
            SnapshotDisk disk,
            ShutdownParties parties,
            ProcessExit exit,
            BooleanSupplier isReplica) {
        this.core = core;
        this.snapshots = snapshots;
        this.reload = new SnapshotReload(core, runs, snapshots, disk, isReplica);
        this.parties = parties;
        this.exit = exit;
    }

    /// A signal came: SIGTERM or SIGINT. A second SIGINT ends the process at once. Any thread may call it.
    ///
    /// @param name `SIGTERM` or `SIGINT`
    /// @param owner runs on the owner's thread
    public void signalled(String name, Executor owner) {
        if (isSignalled && name.equals("SIGINT")) {
            core.log().warning("You insist... exiting now.");
            snapshots.removeTemporaries();
            exit.halt(1);
            return;
        }
        core.log().warning("Received " + name + " scheduling shutdown...");
        isSignalled = true;
        owner.execute(() -> {
            if (isSignalled && stage == Stage.SERVING) {
                try {
                    shutdown(SaveOnExit.BY_SAVE_POINTS, false, false);
                } catch (ErrorReply refused) {
                    // The log says why. It goes on; the next signal is a new try.
                    isSignalled = false;
                }
            }
        });
    }

    @Override
    public void shutdown(SaveOnExit how, boolean withoutWaiting, boolean force) {
        if (stage != Stage.SERVING) {
            return;
        }
        core.log().warning("User requested shutdown...");
        // What is half loaded must not take the place of what is on disk.
        save = core.isLoading() ? SaveOnExit.NEVER : how;
        isForced = force;
        long timeoutNanos = core.settings().whole(Directives.SHUTDOWN_TIMEOUT_SECONDS) * 1_000_000_000L;
        if (withoutWaiting || timeoutNanos == 0 || core.isLoading()) {
            finish();
            return;
        }
        deadlineNanos = core.clock().nanos() + timeoutNanos;
        if (parties.member().isMaster()) {
            core.log().notice("Waiting for another node to take over before shutting down.");
            stage = Stage.RELIEF;
            parties.member().requestShutdown();
        } else {
            catchUp(timeoutNanos);
        }
    }

    private void catchUp(long timeoutNanos) {
        parties.writes().hold(true);
        if (lagging().isEmpty()) {
            finish();
            return;
        }
        core.log().notice("Waiting for replicas before shutting down.");
        deadlineNanos = core.clock().nanos() + timeoutNanos;
        stage = Stage.CATCH_UP;
        parties.replicas().requestAcks();
    }

    private List<ShutdownParties.Replica> lagging() {
        long offset = core.stream().offset();
        return parties.replicas().attached().stream()
                .filter(replica -> replica.ackedOffset() != offset)
                .toList();
    }

    @Override
    public void endOfTurn(long nowNanos) {
        boolean timeIsUp = nowNanos - deadlineNanos >= 0;
        try {
            switch (stage) {
                case SERVING, GONE -> {}
                case RELIEF -> {
                    if (timeIsUp || !parties.member().isMaster()) {
                        catchUp(core.settings().whole(Directives.SHUTDOWN_TIMEOUT_SECONDS) * 1_000_000_000L);
                    }
                }
                case CATCH_UP -> {
                    if (timeIsUp || lagging().isEmpty()) {
                        finish();
                    }
                }
            }
        } catch (ErrorReply refused) {
            // Whoever waits for SHUTDOWN is told by the engine when it sees that it goes on.
            isSignalled = false;
        }
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        return stage == Stage.RELIEF || stage == Stage.CATCH_UP
                ? Math.max(0, deadlineNanos - nowNanos)
                : Long.MAX_VALUE;
    }

    /// @throws ErrorReply the data could not be saved: the node goes on
    private void finish() {
        // Requests that are still read in this turn must change nothing: they would be answered and lost.
        parties.writes().hold(true);
        reportReplicas();
        snapshots.cancelBackground("the node is shutting down");
        if (parties.member().isMember() && save != SaveOnExit.NEVER) {
            leaveSet();
            return;
        }
        if (save == SaveOnExit.ALWAYS || (save == SaveOnExit.BY_SAVE_POINTS && snapshots.hasSavePoints())) {
            saveOrGoOn();
        }
        leave(0);
    }

    private void saveOrGoOn() {
        core.log().notice("Saving the final RDB snapshot before exiting.");
        try {
            snapshots.save();
        } catch (IOException refused) {
            if (!isForced) {
                core.log().warning("Error trying to save the DB, can't exit.");
                core.log().warning("Errors trying to shut down the server. Check the logs for more information.");
                goOn();
                throw new ErrorReply(REFUSAL);
            }
            core.log().warning("Error trying to save the DB. Exit anyway.");
        }
    }

    /// A member has let go of its clients and its upstream when it learns that it can't be saved: there is no way
    /// back. It returns as one that can't prove what it holds, and syncs.
    private void leaveSet() {
        try {
            parties.member().stop();
            leave(0);
        } catch (IllegalStateException unsaved) {
            core.log().warning("Error trying to save the DB. Exit anyway: " + unsaved.getMessage());
            leave(1);
        }
    }

    private void reportReplicas() {
        List<ShutdownParties.Replica> attached = parties.replicas().attached();
        if (attached.isEmpty()) {
            return;
        }
        List<ShutdownParties.Replica> behind = lagging();
        for (ShutdownParties.Replica replica : behind) {
            core.log()
                    .warning("Lagging replica " + replica.name() + " reported offset "
                            + (core.stream().offset() - replica.ackedOffset()) + " behind master, lag="
                            + replica.lagSeconds() + ", state=" + replica.state() + ".");
        }
        core.log()
                .notice((attached.size() - behind.size()) + " of " + attached.size()
                        + " replicas are in sync when shutting down.");
    }

    private void leave(int code) {
        stage = Stage.GONE;
        core.log().warning("Redis is now ready to exit, bye bye...");
        exit.exit(code);
    }

    private void goOn() {
        stage = Stage.SERVING;
        parties.writes().hold(false);
    }

    @Override
    public boolean isShuttingDown() {
        return stage != Stage.SERVING;
    }

    @Override
    public boolean abortShutdown() {
        boolean isWaiting = stage == Stage.RELIEF || stage == Stage.CATCH_UP;
        if (!isWaiting && !isSignalled) {
            return false;
        }
        isSignalled = false;
        if (isWaiting) {
            goOn();
        }
        core.log().notice("Shutdown manually aborted.");
        return true;
    }

    @Override
    public void crash() {
        exit.halt(CRASH_CODE);
    }

    @Override
    public void reload(boolean saveFirst, boolean flush, boolean merge) {
        reload.reload(saveFirst, flush, merge);
    }

    @Override
    public void describe(String section, InfoReport.Lines lines) {
        if (section.equals("server") && (stage == Stage.RELIEF || stage == Stage.CATCH_UP)) {
            long millis = (deadlineNanos - core.clock().nanos()) / 1_000_000;
            lines.add("shutdown_in_milliseconds", Math.max(0, millis));
        }
    }
}
