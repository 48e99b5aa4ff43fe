package dev.framelot.dispatch;

import dev.framelot.batching.TrafficClass;
import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.image.SlotPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decode workers beside the lanes: each takes a compressed frame, waits for a free slot, decodes into it and hands it on. Live
 * frames go before backfill, else in the order of intake.
 *
 * <p>The queue before them has no limit of its own: intake pauses at the limits of frames and bytes in flight, and what
 * Kafka Streams had polled by then is on the heap already, here or there.
 */
final class DecodePool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecodePool.class);

    private record Waiting(FrameTask task, long number) {
        boolean live() {
            return task.claim().trafficClass() == TrafficClass.LIVE;
        }
    }

    private final BlockingQueue<Waiting> compressed =
            new PriorityBlockingQueue<>(64, Comparator.comparing(Waiting::live).reversed().thenComparingLong(Waiting::number));
    private final AtomicLong numbers = new AtomicLong();
    private final SlotPool slots;
    private final LongSupplier nanoClock;
    private final Consumer<DecodedFrame> whenDecoded;
    private final Consumer<Throwable> whenBroken;
    private final List<Thread> workers = new ArrayList<>();

    DecodePool(
            FrameDecoders decoders,
            SlotPool slots,
            int workerCount,
            LongSupplier nanoClock,
            Consumer<DecodedFrame> whenDecoded,
            Consumer<Throwable> whenBroken) {
        this.slots = slots;
        this.nanoClock = nanoClock;
        this.whenDecoded = whenDecoded;
        this.whenBroken = whenBroken;
        for (int i = 0; i < workerCount; i++) {
            FrameDecoder decoder = decoders.newDecoder();
            Thread worker = new Thread(() -> work(decoder), "framelot-decode-" + i);
            worker.setDaemon(true);
            workers.add(worker);
        }
    }

    void start() {
        workers.forEach(Thread::start);
    }

    void submit(FrameTask task) {
        compressed.add(new Waiting(task, numbers.incrementAndGet()));
    }

    int waiting() {
        return compressed.size();
    }

    private void work(FrameDecoder decoder) {
        try (decoder) {
            while (true) {
                FrameTask task = compressed.take().task();
                if (!task.cancelled()) {
                    decode(decoder, task, slots.acquire());
                }
            }
        } catch (InterruptedException stopped) {
            // close() ends the workers this way; what they had not begun is nobody's any more.
        } catch (Throwable bug) {
            whenBroken.accept(bug);
        }
    }

    private void decode(FrameDecoder decoder, FrameTask task, ByteBuffer slot) {
        long beganNanos = nanoClock.getAsLong();
        FrameDecoder.Decoded decoded;
        try {
            decoded = decoder.decode(task.image(), slot);
        } catch (FrameRejectedException rejected) {
            slots.release(slot);
            task.done(new FrameOutcome.DeadLettered(rejected.fault()));
            return;
        } catch (RuntimeException bug) {
            LOG.error("The decoder failed on a frame of camera {}; the frame goes to the dead letters", task.cameraId(), bug);
            slots.release(slot);
            task.done(new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.CORRUPT, "the decoder failed: " + bug)));
            return;
        }
        whenDecoded.accept(new DecodedFrame(task, slot, decoded, beganNanos, nanoClock.getAsLong()));
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
