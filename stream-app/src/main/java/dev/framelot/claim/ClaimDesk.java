package dev.framelot.claim;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.ImageReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between intake and pipeline: frames that carry their image pass, for others a few threads fetch it. Neither the stream threads nor
 * the decode workers ever wait for a server.
 *
 * <p>Fetched bytes are bounded by themselves: a fetch begins when its size fits beside what was fetched and is not done yet, in order of
 * intake; one that is larger than the limit goes alone. The queue before the threads holds references only, as many as the intake gate
 * lets in.
 */
public final class ClaimDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimDesk.class);
    private static final int UNIT_BYTES = 1 << 10;
    /** A fetch that hangs in a socket ends at its own timeout; nothing waits for its result. */
    private static final long CLOSE_NANOS = 1_000_000_000L;

    private final ClaimFetcher fetcher;
    private final int budgetUnits;
    private final Semaphore budget;
    private final Consumer<FrameTask> pipeline;
    private final Consumer<Throwable> whenBroken;
    private final BlockingQueue<FrameTask> waiting = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param maxBytes fetched and not done @param threadCount fetches at once @param pipeline takes a frame without blocking */
    public ClaimDesk(ClaimFetcher fetcher, long maxBytes, int threadCount, Consumer<FrameTask> pipeline, Consumer<Throwable> whenBroken) {
        this.fetcher = fetcher;
        this.budgetUnits = (int) Math.max(1, Math.min(Integer.MAX_VALUE, maxBytes / UNIT_BYTES));
        this.budget = new Semaphore(budgetUnits, true);
        this.pipeline = pipeline;
        this.whenBroken = whenBroken;
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::work, "framelot-fetch-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Never blocks. Any thread. */
    public void submit(FrameTask task) {
        if (task.reference().isPresent()) {
            waiting.add(task);
        } else {
            pipeline.accept(task);
        }
    }

    /** References that wait for a fetch. */
    public int waiting() {
        return waiting.size();
    }

    private void work() {
        try {
            while (true) {
                FrameTask task = waiting.take();
                if (!task.cancelled()) {
                    fetch(task, task.reference().orElseThrow());
                }
            }
        } catch (InterruptedException stopped) {
            // close() ends the threads this way; what they had not begun is nobody's any more.
        } catch (Throwable bug) {
            whenBroken.accept(bug);
        }
    }

    private void fetch(FrameTask task, ImageReference reference) throws InterruptedException {
        int units = Math.min(budgetUnits, reference.sizeBytes() / UNIT_BYTES + 1);
        budget.acquire(units);
        AtomicBoolean returned = new AtomicBoolean();
        // Done or cancelled, whichever is first: a cancelled frame gets no outcome.
        task.whenOver(() -> {
            if (returned.compareAndSet(false, true)) {
                budget.release(units);
            }
        });
        if (task.cancelled()) {
            return;
        }
        try {
            task.fetched(ByteBuffer.wrap(fetcher.fetch(reference)));
        } catch (ClaimException refused) {
            task.done(new FrameOutcome.DeadLettered(new FrameFault(refused.fault().reason(), "reference " + reference.shown() + ": " + refused.fault().detail())));
            return;
        } catch (RuntimeException bug) {
            LOG.error("Fetching {} failed; the frame goes to the dead letters", reference.shown(), bug);
            task.done(new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.REF_UNAVAILABLE, "reference " + reference.shown() + ": " + bug)));
            return;
        }
        pipeline.accept(task);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        long endNanos = System.nanoTime() + CLOSE_NANOS;
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, (endNanos - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
