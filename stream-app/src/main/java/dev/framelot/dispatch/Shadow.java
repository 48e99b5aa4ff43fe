package dev.framelot.dispatch;

import dev.framelot.batching.Batch;
import dev.framelot.frame.BatchInfo;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.image.SlotPool;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second model that sees frames which the live one has run, on a thread of its own, and never holds the live path up:
 *
 * <ul>
 *   <li>a lane that has run a batch leaves its slots here in exchange for spare ones, so that the pool has as many as without a shadow; where no
 *       spare is left the frame passes the shadow by and is counted;
 *   <li>it runs one frame at a time in the smallest shape, and begins only while the device could run one more batch, no frame waits for that and no
 *       other shadow runs. So a live batch meets at most one such run on the device.
 * </ul>
 */
public final class Shadow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
    /** Frames that may wait for the shadow. */
    static final int PLACES = 8;
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private record Waiting(DecodedFrame frame, Batch batch) {}

    private final WarmModel model;
    private final int shape;
    private final BooleanSupplier begins;
    private final Runnable ended;
    private final ShadowCounters counters;
    private final LongSupplier nanoClock;
    private final Consumer<Throwable> whenFailed;
    private final BlockingQueue<ByteBuffer> spares = new ArrayBlockingQueue<>(PLACES);
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(PLACES);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param model with one lane, warm for {@code shape}; closed with this
     * @param begins whether it may run a frame now; a true is followed by {@code ended}
     * @param whenFailed told once, on its thread, when the model can go on no more
     */
    Shadow(
            WarmModel model, int shape, BooleanSupplier begins, Runnable ended, ShadowCounters counters, LongSupplier nanoClock, Consumer<Throwable> whenFailed) {
        this.model = model;
        this.shape = shape;
        this.begins = begins;
        this.ended = ended;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.whenFailed = whenFailed;
        for (int i = 0; i < PLACES; i++) {
            spares.add(ByteBuffer.allocateDirect(model.engine().input().slotBytes()));
        }
        this.thread = new Thread(this::work, "framelot-shadow");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    public WarmModel model() {
        return model;
    }

    /** The frame has run; its slot goes back to the pool, or is left here and a spare one goes instead. A lane's thread. */
    void pass(DecodedFrame frame, Batch batch, SlotPool slots) {
        ByteBuffer spare = closed ? null : spares.poll();
        if (spare == null) {
            counters.dropped.increment();
            slots.release(frame.slot());
            return;
        }
        slots.exchange(frame.slot(), spare);
        // There are as many places as spares, so there is one.
        waiting.add(new Waiting(frame, batch));
    }

    private void work() {
        try {
            while (!closed) {
                Waiting next = waiting.take();
                boolean mayRun = false;
                while (!closed && !(mayRun = begins.getAsBoolean())) {
                    LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                }
                if (mayRun) {
                    try {
                        if (!closed && !next.frame.task().cancelled()) {
                            run(next);
                        }
                    } finally {
                        ended.run();
                    }
                }
                spares.add(next.frame.slot());
            }
        } catch (InterruptedException stopped) {
            // close() ends it so.
        } catch (Throwable failure) {
            // An Error too: a thread that ended unseen would look like a shadow that is slow.
            closed = true;
            LOG.warn("The shadow {} stops: {}", model, failure.toString(), failure);
            whenFailed.accept(failure);
        }
    }

    private void run(Waiting next) throws InferenceException {
        DecodedFrame frame = next.frame;
        long beganNanos = nanoClock.getAsLong();
        Lane.BatchResult result;
        try {
            result = model.lane(0).run(List.of(new Lane.Input(frame.slot(), frame.decoded().letterbox())), shape);
        } catch (InferenceException failed) {
            counters.failed.increment();
            if (failed.kind() == InferenceException.Kind.BATCH_FAILED) {
                return;
            }
            throw failed;
        }
        Lane.FrameResult found = result.results().get(0);
        if (found.fault().isPresent()) {
            counters.failed.increment();
            return;
        }
        counters.ran.increment();
        frame.task().shadowed(new FrameOutcome.Detected(
                found.detections(),
                found.truncated(),
                frame.decoded().letterbox().sourceWidth(),
                frame.decoded().letterbox().sourceHeight(),
                frame.decoded().corrupt(),
                model.used(),
                new BatchInfo(next.batch.batchId(), shape, 1, "shadow", -1, 0),
                new StageNanos(
                        frame.decodeBeganNanos() - frame.task().takenNanos(),
                        frame.decodedNanos() - frame.decodeBeganNanos(),
                        0,
                        beganNanos - frame.decodedNanos(),
                        result.runNanos(),
                        result.postProcessNanos())));
    }

    /** Ends its thread and closes its model, whose engine may be slow to end; frames that wait here are left. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The shadow {} hangs in the device and stays open until the process ends", model);
        } else {
            model.close();
        }
    }
}
