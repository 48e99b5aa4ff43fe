package dev.framelot.dispatch;

import dev.framelot.batching.DeviceShare;
import dev.framelot.batching.DeviceTurns;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The device that the pipelines of one instance share. Their dispatchers look at it and decide one at a time, each for microseconds; nobody holds it
 * while a batch runs. Thread safe.
 */
public final class SharedDevice {
    private final ReentrantLock deciding = new ReentrantLock();
    /** Guarded by {@link #deciding}. */
    private final DeviceTurns turns;
    /** A shadow of one of the pipelines is running a frame. Guarded by {@link #deciding}. */
    private boolean shadowRuns;
    private final List<Part> parts = new CopyOnWriteArrayList<>();

    private final int concurrent;

    /** @param concurrent batches that the device runs beside each other */
    public SharedDevice(int concurrent) {
        this.concurrent = concurrent;
        this.turns = new DeviceTurns(concurrent);
    }

    /** For one more pipeline. @param weight of its share beside the others' */
    public Part join(double weight) {
        deciding.lock();
        try {
            Part part = new Part(turns.join(weight));
            parts.add(part);
            return part;
        } finally {
            deciding.unlock();
        }
    }

    /** One pipeline's. */
    public final class Part {
        private final DeviceShare share;
        private volatile Runnable wake = () -> {};

        private Part(DeviceShare share) {
            this.share = share;
        }

        DeviceShare share() {
            return share;
        }

        /** @param look returns at once; has its dispatcher look again, by any thread */
        void whenOthersMoved(Runnable look) {
            wake = look;
        }

        /** Batches that the device runs beside each other, of whatever model. Any thread. */
        public int concurrent() {
            return concurrent;
        }

        /** Whether the device could run one more batch and no other pipeline's frame waits for it. Only under the lock. */
        boolean idlePlace() {
            return share.idlePlace();
        }

        /** Around each word with the batcher. */
        void lock() {
            deciding.lock();
        }

        void unlock() {
            deciding.unlock();
        }

        /**
         * Lets a shadow run one frame: where the device could run one more batch, no other pipeline's frame waits and no other shadow runs. Any thread, not
         * under the lock.
         */
        boolean shadowBegins() {
            deciding.lock();
            try {
                if (shadowRuns || !share.idlePlace()) {
                    return false;
                }
                shadowRuns = true;
                return true;
            } finally {
                deciding.unlock();
            }
        }

        /** After each {@link #shadowBegins} that let it run. */
        void shadowEnded() {
            deciding.lock();
            try {
                shadowRuns = false;
            } finally {
                deciding.unlock();
            }
        }

        /** Whether the others are to be woken. Only under the lock. */
        boolean gaveWay() {
            return share.gaveWay();
        }

        /** Has the others look again; without the lock. */
        void wakeOthers() {
            for (Part part : parts) {
                if (part != this) {
                    part.wake.run();
                }
            }
        }
    }
}
