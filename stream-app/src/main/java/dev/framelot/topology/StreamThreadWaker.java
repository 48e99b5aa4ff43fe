package dev.framelot.topology;

import org.apache.kafka.clients.consumer.Consumer;

/**
 * Wakes a stream thread out of {@code poll()} when an outcome is ready, and never anywhere else: a wake-up that hits
 * another call would make that call throw. Lock: this.
 */
final class StreamThreadWaker {
    private Consumer<?, ?> polling;
    private boolean woken;

    /** Stream thread, before {@code poll()}. Outcomes that came earlier must be looked for after this, later ones wake. */
    synchronized void enterPoll(Consumer<?, ?> consumer) {
        polling = consumer;
        woken = false;
    }

    /** Stream thread, after {@code poll()}. */
    synchronized void leavePoll() {
        polling = null;
    }

    /** Any thread. */
    synchronized void wake() {
        if (polling != null && !woken) {
            woken = true;
            polling.wakeup();
        }
    }
}
