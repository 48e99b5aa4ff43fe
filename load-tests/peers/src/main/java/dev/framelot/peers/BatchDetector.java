package dev.framelot.peers;

import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * What every peer calls: takes a batch of frames and gives their detections, by Framelot's own decoders, codecs and declared device.
 * A batch is charged for the frames in it and for no padding.
 *
 * <p>One thread a lane, which owns its lane, decoder and slots; {@link #detect} may be called from any thread.
 */
public final class BatchDetector implements AutoCloseable {
    private static final int GREY = 114;
    private static final int MAX_FRAME_BYTES = 16 << 20;
    private static final int MAX_SCANS = 32;
    /** Batches that wait for a lane; the peers keep to about as many as there are lanes. */
    private static final int MOST_WAITING = 256;

    /** @param result is completed by a lane's thread */
    record Job(List<TakenFrame> frames, CompletableFuture<List<DetectedFrame>> result) {}

    private final DeclaredCostEngine engine;
    private final BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<Thread> threads = new ArrayList<>();

    private BatchDetector(DeclaredCostEngine engine) {
        this.engine = engine;
    }

    public static BatchDetector open(PeerSettings settings) {
        InputGeometry input = new InputGeometry(settings.inputSide(), settings.inputSide(), GREY, false);
        DeclaredCostEngine engine =
                new DeclaredCostEngine(input, Duration.ofNanos(settings.fixedMicros() * 1_000), Duration.ofNanos(settings.frameMicros() * 1_000));
        FrameDecoders decoders = FrameDecoders.open(
                FrameDecoders.Library.AUTO, new ImageLimits(MAX_FRAME_BYTES, 64L << 20, MAX_SCANS, false, true), input);
        BatchDetector detector = new BatchDetector(engine);
        FrameCodecs codecs = FrameCodecs.bundled();
        for (int lane = 0; lane < settings.lanes(); lane++) {
            LaneThread work = new LaneThread(
                    lane, settings, engine, decoders, codecs.cameraFrame(settings.framesTopic()), codecs.frameDetections(settings.detectionsTopic()),
                    detector.jobs);
            Thread thread = new Thread(work, "peer-lane-" + lane);
            thread.setDaemon(true);
            detector.threads.add(thread);
            thread.start();
        }
        return detector;
    }

    /**
     * @param frames at least one and at most the settings' batch
     * @return one a frame, in their order; fails as a whole where one frame can't be decoded
     */
    public CompletableFuture<List<DetectedFrame>> detect(List<TakenFrame> frames) {
        Job job = new Job(List.copyOf(frames), new CompletableFuture<>());
        try {
            jobs.put(job);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            job.result().completeExceptionally(stopped);
        }
        return job.result();
    }

    @Override
    public void close() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        jobs.forEach(job -> job.result().cancel(false));
        engine.close();
    }
}
