package dev.framelot.app;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.FrameOutcome.Detected;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.TestImages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A route with real decoders, dispatcher and lanes on a declared device: two lanes, batches of up to four. Time is the device's: only runs let it pass. */
final class DeclaredRoute implements AutoCloseable {
    static final int LANES = 2;
    static final int MOST_FRAMES = 4;
    private static final int SLOTS = 14;
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1_000_000, 10, false, true);
    private static final byte[] JPEG = TestImages.jpeg(32, 32);

    final FakeSource source = new FakeSource();
    /** What was noted of changes. */
    final Collection<String> notes = new ConcurrentLinkedQueue<>();
    final FramePipeline pipeline;
    final RunningModels running;
    private final AtomicLong clockNanos;

    /** @param first serves at first @param began where it came from; empty: the settings @param profiles a folder without any */
    DeclaredRoute(AtomicLong clockNanos, GatedEngine first, Optional<Chosen> began, Path profiles) throws Exception {
        this.clockNanos = clockNanos;
        FramelotConfig config = new ConfigOptions()
                .with("inference.engine", "declared-cost")
                .with("inference.lanes", String.valueOf(LANES))
                .with("inference.profiles", profiles.toString())
                .with("batching.max-frames", String.valueOf(MOST_FRAMES))
                .loadWithoutBroker()
                .config();
        BatchLimits limits = new BatchLimits(Shapes.powersOfTwoUpTo(MOST_FRAMES), 1 << 20, 0, SLOTS, LANES);
        pipeline = new FramePipeline(
                first, FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, GatedEngine.PLANE), limits, Objective.keepAll(new LatencyPolicy()),
                () -> first.costs(limits.shapes().ascending()).medianNanos(), 1, SLOTS, Duration.ofSeconds(Gate.PATIENCE_SECONDS), clockNanos::get,
                BatchListener.NOBODY, failure -> {});
        running = new RunningModels(
                pipeline, config, source, new ModelLoader(config, source, GatedEngine.PLANE, first.provider()), began, new ReentrantLock(), notes::add);
        pipeline.start();
    }

    CompletableFuture<FrameOutcome> submit() {
        return submit(JPEG);
    }

    private CompletableFuture<FrameOutcome> submit(byte[] image) {
        CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
        pipeline.submit(new FrameTask("camera", ByteBuffer.wrap(image), clockNanos.get(), FrameTask.Claim.NONE, outcome::complete));
        return outcome;
    }

    /** All that was submitted before stands before the dispatcher now: the one decode worker refuses this image after it has handed on the others. */
    void awaitDecoded() throws Exception {
        submit(new byte[] {1, 2, 3, 4}).get(Gate.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static Detected detected(CompletableFuture<FrameOutcome> outcome) throws Exception {
        return (Detected) outcome.get(Gate.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
