package io.redisreplicaset.operator.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private static final Duration FIRST_RESTART = Duration.ofMillis(200);
    private static final Duration LONGEST_RESTART = Duration.ofSeconds(10);

    /// Who ran for so long has not failed at its start; the next wait is short again.
    private static final Duration HEALTHY = Duration.ofSeconds(10);

    private static final long MAX_LOG_BYTES = 16L * 1024 * 1024;

    /// A process that a signal ended is said to have ended with a code so much above the signal's number.
    private static final int SIGNALS = 128;

    private final Command command;
    private final Consumer<String> complaints;
    private final Runnable news;
    private final CountDownLatch deleted = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile boolean isReady;

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
        return isReady && running != null && running.isAlive();
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
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        Thread.ofVirtual().name("end-" + command.name()).start(() -> {
            try {
                if (!running.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException wanted) {
                running.destroyForcibly();
            }
        });
    }

    void awaitEnd() throws InterruptedException {
        gone.await();
    }

    private void lookAfter() {
        Duration wait = FIRST_RESTART;
        try {
            while (!isDeleting()) {
                long began = System.nanoTime();
                runOnce();
                isReady = false;
                news.run();
                boolean wasHealthy = System.nanoTime() - began > HEALTHY.toNanos();
                wait = wasHealthy ? FIRST_RESTART : wait;
                boolean _ = deleted.await(wait.toMillis(), TimeUnit.MILLISECONDS);
                wait = wait.multipliedBy(2).compareTo(LONGEST_RESTART) < 0 ? wait.multipliedBy(2) : LONGEST_RESTART;
            }
        } catch (InterruptedException wanted) {
            destroy();
        } finally {
            gone.countDown();
            news.run();
        }
    }

    private void runOnce() throws InterruptedException {
        try {
            Files.createDirectories(command.disk());
            boundLog();
            Process started = new ProcessBuilder(command.words())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()))
                    .start();
            process = started;
            if (isDeleting()) {
                started.destroy();
            }
            news.run();
            int code = started.waitFor();
            if (!isDeleting() && code != 0) {
                complaints.accept(
                        command.name() + " ended with " + how(code) + lastWords(code) + "; it is started again");
            }
        } catch (IOException failed) {
            complaints.accept(command.name() + " could not be started: " + failed.getMessage());
        }
    }

    private static String how(int code) {
        return code > SIGNALS ? "signal " + (code - SIGNALS) : "code " + code;
    }

    /// A node that refuses to start says why in one line on its standard error.
    private String lastWords(int code) {
        if (code != 1) {
            return "";
        }
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(command.log()));
            return lines.isEmpty() ? "" : ": " + lines.getLast();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private void boundLog() throws IOException {
        File log = command.log().toFile();
        if (log.length() > MAX_LOG_BYTES) {
            Files.move(
                    command.log(),
                    command.log().resolveSibling(log.getName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private void probe() {
        int failures = 0;
        try {
            while (!isGone()) {
                boolean answer = ReadinessProbe.isReady(command.adminPort());
                failures = answer ? 0 : failures + 1;
                boolean next = answer || (isReady && failures < ReadinessProbe.FAILURES);
                if (next != isReady) {
                    isReady = next;
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
}
