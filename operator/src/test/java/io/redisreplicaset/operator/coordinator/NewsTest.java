package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class NewsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final News news = new News();

    @Test
    void news_that_came_while_nobody_waited_are_there_at_once() throws InterruptedException {
        news.tell();

        assertThat(news.isThere()).isTrue();
        assertThat(news.await(LONG)).isTrue();
    }

    @Test
    void many_at_once_are_one() throws InterruptedException {
        news.tell();
        news.tell();

        assertThat(news.await(LONG)).isTrue();
        assertThat(news.await(Duration.ZERO)).isFalse();
    }

    @Test
    void news_that_were_taken_are_gone() throws InterruptedException {
        news.tell();
        news.take();

        assertThat(news.isThere()).isFalse();
        assertThat(news.await(Duration.ZERO)).isFalse();
    }

    @Test
    void who_has_no_patience_left_is_not_kept() throws InterruptedException {
        assertThat(news.await(Duration.ofMillis(-5))).isFalse();
        assertThat(news.await(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void who_waits_is_woken() throws InterruptedException {
        CountDownLatch woken = new CountDownLatch(1);
        AtomicBoolean came = new AtomicBoolean();
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                came.set(news.await(LONG));
            } catch (InterruptedException wanted) {
                Thread.currentThread().interrupt();
            }
            woken.countDown();
        });

        news.tell();

        assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(came).isTrue();
        waiter.join();
    }

    @Test
    void who_waits_can_be_interrupted() throws InterruptedException {
        AtomicBoolean wasInterrupted = new AtomicBoolean();
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                boolean _ = news.await(LONG);
            } catch (InterruptedException wanted) {
                wasInterrupted.set(true);
            }
        });

        waiter.interrupt();
        waiter.join();

        assertThat(wasInterrupted).isTrue();
    }
}
