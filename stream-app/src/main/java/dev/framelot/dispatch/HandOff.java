package dev.framelot.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events on their way to the batcher, in the order told. Bounded. The dispatcher waits for one here without taking it, so that whoever
 * has the batcher hears all of them in order. Any thread.
 */
final class HandOff {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Deque<DispatchEvent> events = new ArrayDeque<>(); // guarded by lock
    private final int capacity;

    HandOff(int capacity) {
        this.capacity = capacity;
    }

    void add(DispatchEvent event) {
        if (!offer(event)) {
            throw new IllegalStateException("More than " + capacity + " events are under way to the batcher: " + event + " finds no place");
        }
    }

    /** @return false: no place, which also means that the dispatcher is not asleep */
    boolean offer(DispatchEvent event) {
        lock.lock();
        try {
            if (events.size() == capacity) {
                return false;
            }
            events.addLast(event);
            told.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest, or null. */
    DispatchEvent poll() {
        lock.lock();
        try {
            return events.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Until there is an event, or for {@code nanos}. Dispatcher's thread only. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (events.isEmpty() && left > 0) {
                left = told.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
