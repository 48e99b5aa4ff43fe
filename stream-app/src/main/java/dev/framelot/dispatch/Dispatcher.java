package dev.framelot.dispatch;

import dev.framelot.batching.Admission;
import dev.framelot.batching.Batch;
import dev.framelot.batching.BatchOutcome;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Step;
import dev.framelot.image.SlotPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The thread that owns the batcher. It hears of frames and lanes through one bounded queue, asks the batcher what to do,
 * and does it; it never decodes, runs or emits anything itself.
 */
final class Dispatcher implements Runnable {
    private final BlockingQueue<DispatchEvent> events;
    private final MicroBatcher batcher;
    private final SlotPool slots;
    private final LongSupplier nanoClock;
    private final long watchdogNanos;
    private final DispatchCounters counters;
    private final Consumer<Throwable> whenBroken;

    // Owned by the dispatcher's thread.
    private final List<LaneWorker> lanes;
    private final Deque<LaneWorker> freeLanes = new ArrayDeque<>();
    private final Map<Long, DecodedFrame> waiting = new HashMap<>();
    private long lastTicket;
    private boolean stopped;

    Dispatcher(
            BlockingQueue<DispatchEvent> events,
            MicroBatcher batcher,
            List<LaneWorker> lanes,
            SlotPool slots,
            LongSupplier nanoClock,
            long watchdogNanos,
            DispatchCounters counters,
            Consumer<Throwable> whenBroken) {
        this.events = events;
        this.batcher = batcher;
        this.lanes = List.copyOf(lanes);
        this.freeLanes.addAll(lanes);
        this.slots = slots;
        this.nanoClock = nanoClock;
        this.watchdogNanos = watchdogNanos;
        this.counters = counters;
        this.whenBroken = whenBroken;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                long askAgainNanos = decide();
                DispatchEvent event = events.poll(askAgainNanos, TimeUnit.NANOSECONDS);
                while (event != null) {
                    hear(event);
                    event = events.poll();
                }
                checkLanes();
            }
        } catch (InterruptedException interrupted) {
            // Stopped from outside; the frames still here are nobody's any more.
        } catch (Throwable bug) {
            whenBroken.accept(bug);
        }
    }

    /** Does all that is due now; returns how long to wait for an event, nanoseconds. */
    private long decide() {
        while (true) {
            long nowNanos = nanoClock.getAsLong();
            Step step = batcher.next(nowNanos);
            if (step instanceof Step.Dispatch dispatch) {
                give(dispatch.batch(), nowNanos);
            } else if (step instanceof Step.WaitUntil wait) {
                return Math.min(wait.nanos() - nowNanos, watchdogNanos);
            } else {
                return watchdogNanos;
            }
        }
    }

    private void give(Batch batch, long nowNanos) {
        List<DecodedFrame> frames = new ArrayList<>(batch.frames().size());
        for (QueuedFrame frame : batch.frames()) {
            frames.add(waiting.remove(frame.ticket()));
        }
        counters.dispatched(batch);
        freeLanes.removeFirst().run(new LaneBatch(batch, frames, nowNanos));
    }

    private void hear(DispatchEvent event) {
        if (event instanceof DispatchEvent.Arrived arrived) {
            arrived(arrived.frame());
        } else if (event instanceof DispatchEvent.LaneFree free) {
            batcher.completed(new BatchOutcome(free.batchId(), free.shape(), free.runNanos()));
            freeLanes.addLast(free.lane());
        } else if (event instanceof DispatchEvent.Drain) {
            batcher.drain();
        } else if (event instanceof DispatchEvent.Stop) {
            stopped = true;
        }
    }

    private void arrived(DecodedFrame frame) {
        if (frame.task().cancelled()) {
            slots.release(frame.slot());
            return;
        }
        QueuedFrame queued = new QueuedFrame(++lastTicket, frame.task().cameraId(), frame.decodedNanos(), frame.task().bytes());
        if (batcher.offer(queued) instanceof Admission.Refused refused) {
            throw new IllegalStateException("The batcher must hold every slot: " + refused.why());
        }
        waiting.put(queued.ticket(), frame);
    }

    private void checkLanes() {
        long nowNanos = nanoClock.getAsLong();
        for (LaneWorker lane : lanes) {
            long runningNanos = lane.runningNanos(nowNanos);
            if (runningNanos > watchdogNanos) {
                throw new IllegalStateException("Lane " + lane.laneId() + " has run one batch for " + runningNanos / 1_000_000
                        + " ms, the limit is " + watchdogNanos / 1_000_000
                        + " ms (inference.watchdog): the device is taken for hung and the process ends without committing the batch");
            }
        }
    }
}
