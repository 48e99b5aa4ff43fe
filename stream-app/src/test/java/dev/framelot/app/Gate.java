package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

/** Where threads of a test wait for the test. Open at first. */
final class Gate {
    static final long PATIENCE_SECONDS = 30;

    /** These two are guarded by this. */
    private boolean shut;
    private int waiting;

    /** Returns at once while it is open; else once it is opened, or the thread is ended. */
    synchronized void pass() {
        waiting++;
        notifyAll();
        try {
            while (shut) {
                wait();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
        }
    }

    synchronized Gate shut() {
        shut = true;
        return this;
    }

    synchronized void open() {
        shut = false;
        notifyAll();
    }

    synchronized boolean somebodyWaits() {
        return waiting > 0;
    }

    synchronized void awaitSomebody() throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (waiting == 0) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            assertThat(leftMillis).as("time left until somebody waits at the gate").isPositive();
            wait(leftMillis);
        }
    }
}
