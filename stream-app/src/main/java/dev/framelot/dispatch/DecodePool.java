package dev.framelot.dispatch;

import dev.framelot.batching.TrafficClass;
import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.image.SlicedImage;
import dev.framelot.image.SlotPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /** @param sliced a frame that is being decoded tile by tile and waits for its next turn; null: one that was not begun */
    private record Waiting(FrameTask task, SlicedFrame sliced, long number) {
        boolean live() {
            return task.claim().trafficClass() == TrafficClass.LIVE;
        }
    }

    private final BlockingQueue<Waiting> compressed =
            new PriorityBlockingQueue<>(64, Comparator.comparing(Waiting::live).reversed().thenComparingLong(Waiting::number));
    private final AtomicLong numbers = new AtomicLong();
    private final SlotPool slots;
    /** Tiles of one frame between decoding and their result: others find slots beside a large one. */
    private final int mostTilesOfAFrame;
    private final LongSupplier nanoClock;
    private final Consumer<DecodedFrame> whenDecoded;
    private final Consumer<Throwable> whenBroken;
    private final List<Thread> workers = new ArrayList<>();

    DecodePool(
            FrameDecoders decoders,
            SlotPool slots,
            int mostTilesOfAFrame,
            int workerCount,
            LongSupplier nanoClock,
            Consumer<DecodedFrame> whenDecoded,
            Consumer<Throwable> whenBroken) {
        this.slots = slots;
        this.mostTilesOfAFrame = mostTilesOfAFrame;
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
        compressed.add(new Waiting(task, null, numbers.incrementAndGet()));
    }

    /** Behind all that waits now: a large frame gets one tile decoded each time round. At most one place in the queue each. */
    private void submit(SlicedFrame sliced) {
        compressed.add(new Waiting(sliced.frame(), sliced, numbers.incrementAndGet()));
    }

    int waiting() {
        return compressed.size();
    }

    private void work(FrameDecoder decoder) {
        try (decoder) {
            while (true) {
                Waiting next = compressed.take();
                if (next.sliced() != null) {
                    turn(decoder, next.sliced());
                } else if (!next.task().cancelled() && !slice(decoder, next.task())) {
                    decode(next.task(), slots.acquire(), decoder::decode);
                }
            }
        } catch (InterruptedException stopped) {
            // close() ends the workers this way; what they had not begun is nobody's any more.
        } catch (Throwable bug) {
            whenBroken.accept(bug);
        }
    }

    /** True: the frame is large; it goes on tile by tile, or is refused. */
    private boolean slice(FrameDecoder decoder, FrameTask task) {
        try {
            Optional<SlicedImage> image = decoder.slice(task.image());
            image.ifPresent(cut -> submit(new SlicedFrame(task, cut, mostTilesOfAFrame, nanoClock, this::submit)));
            return image.isPresent();
        } catch (FrameRejectedException rejected) {
            task.done(new FrameOutcome.DeadLettered(rejected.fault()));
        } catch (RuntimeException bug) {
            failed(task, bug);
        }
        return true;
    }

    private void turn(FrameDecoder decoder, SlicedFrame sliced) throws InterruptedException {
        Optional<SlicedFrame.Turn> turn = sliced.take();
        if (turn.isPresent()) {
            decode(sliced.task(turn.get()), slots.acquire(), (image, slot) -> decoder.decode(sliced.image(), turn.get().tile(), slot));
        }
    }

    @FunctionalInterface
    private interface Decoding {
        FrameDecoder.Decoded into(ByteBuffer image, ByteBuffer slot) throws FrameRejectedException;
    }

    private void decode(FrameTask task, ByteBuffer slot, Decoding decoding) {
        long beganNanos = nanoClock.getAsLong();
        FrameDecoder.Decoded decoded;
        try {
            decoded = decoding.into(task.image(), slot);
        } catch (FrameRejectedException rejected) {
            slots.release(slot);
            task.done(new FrameOutcome.DeadLettered(rejected.fault()));
            return;
        } catch (RuntimeException bug) {
            slots.release(slot);
            failed(task, bug);
            return;
        }
        whenDecoded.accept(new DecodedFrame(task, slot, decoded, beganNanos, nanoClock.getAsLong()));
    }

    private static void failed(FrameTask task, RuntimeException bug) {
        LOG.error("The decoder failed on a frame of camera {}; the frame goes to the dead letters", task.cameraId(), bug);
        task.done(new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.CORRUPT, "the decoder failed: " + bug)));
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
