package io.redisreplicaset.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One node: a child process that is started again when it ends, until somebody deletes the node.
///
/// ```
///   start ──► RUNNING ──ended by itself──► waiting ──► RUNNING …        delete: SIGTERM, in time SIGKILL ──► gone
/// ```
/// A virtual thread of its own looks after it. Any thread may call.
final class NodeProcess {
    /// A terminal sends its signals to every process in front of it. A node that heard of a Ctrl-C would end by itself,
    /// and
    /// not when its turn has come.
    private static final List<String> DEAF_TO_THE_TERMINAL =
            List.of("/bin/sh", "-c", "trap '' HUP INT; exec \"$@\"", "rrs-node");

    /// A process that a signal ended is said to have ended with a code so much above the signal's number.
    private static final int SIGNALS = 128;

    /// It could not start, and said why.
    private static final int REFUSED = 1;

    private final Command command;
    private final Consumer<String> complaints;
    private final Runnable news;
    private final NodeLog log;
    private final CountDownLatch deleted = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile @Nullable Process process;
    /// The process that said that it is ready. An answer that outlives its process says nothing of the next one.
    private volatile @Nullable Process ready;

    /// @param words the program and its arguments
    /// @param revision what the node was made from
    record Command(String name, List<String> words, Path disk, Path log, int port, int adminPort, String revision) {
        Command {
            words = List.copyOf(words);
        }
    }

    /// @param complaints hears in one line why a node does not come up
    /// @param news told when it came, went, or changed its readiness
    NodeProcess(Command command, Consumer<String> complaints, Runnable news) {
        this.command = command;
        this.log = new NodeLog(command.log());
        this.complaints = complaints;
        this.news = news;
    }

    void start() {
        Thread.ofVirtual().name("node-" + command.name()).start(this::lookAfter);
        Thread.ofVirtual().name("probe-" + command.name()).start(this::probe);
    }

    Command command() {
        return command;
    }

    boolean isReady() {
        Process running = process;
        return running != null && running.equals(ready) && running.isAlive();
    }

    boolean isDeleting() {
        return deleted.getCount() == 0;
    }

    boolean isGone() {
        return gone.getCount() == 0;
    }

    /// Of the process that runs, 0 where none does.
    int pid() {
        Process running = process;
        return running == null || !running.isAlive() ? 0 : (int) running.pid();
    }

    /// Another one for each process.
    String incarnation() {
        Process running = process;
        return running == null ? "" : String.valueOf(running.pid());
    }

    /// Asks it to end. Whoever still lives after `grace` is killed.
    void delete(Duration grace) {
        if (isDeleting()) {
            return;
        }
        deleted.countDown();
        Thread.ofVirtual().name("end-" + command.name()).start(() -> end(grace));
    }

    /// One that is only being started now is ended by who starts it.
    private void end(Duration grace) {
        signal(Process::destroy);
        try {
            if (!gone.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                signal(Process::destroyForcibly);
            }
        } catch (InterruptedException wanted) {
            signal(Process::destroyForcibly);
        }
    }

    private void signal(Consumer<Process> how) {
        Process running = process;
        if (running != null) {
            how.accept(running);
        }
    }

    void awaitEnd() throws InterruptedException {
        gone.await();
    }

    private void lookAfter() {
        RestartPause pause = RestartPause.NONE;
        try {
            while (!isDeleting()) {
                long began = System.nanoTime();
                runOnce();
                ready = null;
                news.run();
                pause = pause.after(Duration.ofNanos(System.nanoTime() - began));
                boolean _ = deleted.await(pause.length().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException wanted) {
            signal(Process::destroyForcibly);
        } finally {
            gone.countDown();
            news.run();
        }
    }

    private void runOnce() throws InterruptedException {
        try {
            Files.createDirectories(command.disk());
            log.bound(NodeLog.MAX_BYTES);
            List<String> words = new ArrayList<>(DEAF_TO_THE_TERMINAL);
            words.addAll(command.words());
            Process started = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file()))
                    .start();
            process = started;
            if (isDeleting()) {
                started.destroy();
            }
            news.run();
            int code = started.waitFor();
            if (!isDeleting() && code != 0) {
                complaints.accept(command.name() + " ended with " + how(code) + "; it is started again");
            }
        } catch (IOException failed) {
            complaints.accept(command.name() + " could not be started: " + failed.getMessage());
        }
    }

    private String how(int code) {
        if (code > SIGNALS) {
            return "signal " + (code - SIGNALS);
        }
        // A node that refuses to start says why in one line on its standard error.
        return "code " + code
                + (code == REFUSED ? log.lastLine().map(line -> ": " + line).orElse("") : "; see " + log.path());
    }

    private void probe() {
        int failures = 0;
        try {
            while (!isGone()) {
                boundLog();
                Process asked = process;
                boolean wasReady = isReady();
                boolean answer = asked != null && ReadinessProbe.isReady(command.adminPort());
                failures = answer ? 0 : failures + 1;
                ready = answer || (wasReady && failures < ReadinessProbe.FAILURES) ? asked : null;
                boolean isReady = isReady();
                if (isReady != wasReady) {
                    news.run();
                }
                boolean _ = gone.await(
                        isReady ? ReadinessProbe.PERIOD.toMillis() : ReadinessProbe.PERIOD.toMillis() / 10,
                        TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        }
    }

    private void boundLog() {
        try {
            log.bound(NodeLog.MAX_BYTES);
        } catch (IOException full) {
            // Then it stays as long as it is, and the next look tries again.
        }
    }
}
