package dev.framelot.load.figure;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.config.FramelotConfig;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.image.FrameDecoders;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Framelot's own pipeline (decode workers, batcher, lanes) from JPEG to boxes without Kafka: each frame that is done makes room for another. */
final class PipelineLoop implements AutoCloseable {
    private static final int CAMERAS = 8;

    private final FramePipeline pipeline;
    private final List<byte[]> jpegs;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong detected = new AtomicLong();
    private volatile String failure;

    /** @param config whose largest shape is the only one */
    PipelineLoop(InferenceEngine engine, FrameDecoders decoders, FramelotConfig config, List<byte[]> jpegs) throws InferenceException {
        this.jpegs = jpegs;
        int shape = config.batching().maxFrames();
        this.pipeline = new FramePipeline(
                engine,
                decoders,
                new BatchLimits(new Shapes(List.of(shape)), config.batching().maxBatchBytes(), 0, config.decode().slots(), config.inference().lanes(),
                        engine.concurrentBatches(config.inference().lanes())),
                new Objective(new FixedPolicy(shape, config.batching().maxBatchBytes(), Duration.ofSeconds(1).toNanos()), DropPolicy.KEEP_ALL, shape, 0),
                Map::of,
                config.decode().workers(),
                config.decode().slots(),
                config.inference().watchdog(),
                System::nanoTime,
                run -> {},
                broken -> failure = broken.toString());
        pipeline.start();
        for (int i = 0; i < config.delivery().inFlightFrames(); i++) {
            submit();
        }
    }

    /** One window of full batches. */
    static RateWindow measure(InferenceEngine engine, FrameDecoders decoders, FramelotConfig config, List<byte[]> jpegs, long skip, long frames)
            throws InferenceException, InterruptedException {
        try (PipelineLoop loop = new PipelineLoop(engine, decoders, config, jpegs)) {
            RateWindow window = RateWindow.measure(loop.detected::get, skip, frames, () -> loop.failure != null);
            if (loop.failure != null) {
                throw new IllegalStateException("The pipeline failed while it was measured: " + loop.failure);
            }
            return window;
        }
    }

    private void submit() {
        int number = next.getAndIncrement();
        byte[] jpeg = jpegs.get(Math.floorMod(number, jpegs.size()));
        pipeline.submit(new FrameTask("camera-" + Math.floorMod(number, CAMERAS), ByteBuffer.wrap(jpeg), System.nanoTime(), FrameTask.Claim.NONE, this::done));
    }

    private void done(FrameOutcome outcome) {
        if (outcome instanceof FrameOutcome.Detected) {
            detected.incrementAndGet();
            submit();
        } else {
            failure = "a frame ended as " + outcome;
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
