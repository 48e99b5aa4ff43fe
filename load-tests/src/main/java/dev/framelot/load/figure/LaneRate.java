package dev.framelot.load.figure;

import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.onnx.BareLane;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.load.measure.Samples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lanes side by side that always have a full batch.
 *
 * @param runMillis of one batch on one lane, as its thread sees it
 */
record LaneRate(double framesPerSecond, Samples runMillis) {
    /** What a lane does again and again. */
    enum Work {
        /** The session alone, on tensors that are filled already: the bare loop. */
        SESSION,
        /** Frames that are decoded already are copied in, the session runs, boxes are read and suppressed. */
        BATCH
    }

    private record OneLane(long frames, long nanos, List<Double> runMillis) {}

    static LaneRate measure(OnnxEngine engine, List<Lane.Input> frames, int shape, int lanes, Work work, double seconds)
            throws InferenceException, InterruptedException {
        List<BareLane> opened = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(lanes, task -> {
            Thread thread = new Thread(task, "figure-lane");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (int i = 0; i < lanes; i++) {
                opened.add(engine.openLane(i, List.of(shape)));
            }
            CyclicBarrier together = new CyclicBarrier(lanes);
            List<Future<OneLane>> running = new ArrayList<>();
            for (BareLane lane : opened) {
                running.add(threads.submit(() -> loop(lane, batch(frames, shape), shape, work, together, (long) (seconds * 1e9))));
            }
            double rate = 0;
            List<Double> millis = new ArrayList<>();
            for (Future<OneLane> one : running) {
                OneLane done = one.get();
                rate += done.frames() * 1e9 / done.nanos();
                millis.addAll(done.runMillis());
            }
            return new LaneRate(rate, Samples.of(millis));
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A lane failed while it was measured: " + failed.getCause(), failed.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS);
            opened.forEach(Lane::close);
        }
    }

    /** Frames as the decoders leave them, in memory of their own. */
    static List<Lane.Input> decoded(FrameDecoders decoders, int slotBytes, List<byte[]> jpegs) throws FrameRejectedException {
        List<Lane.Input> frames = new ArrayList<>();
        try (FrameDecoder decoder = decoders.newDecoder()) {
            for (byte[] jpeg : jpegs) {
                ByteBuffer slot = ByteBuffer.allocateDirect(slotBytes);
                frames.add(new Lane.Input(slot, decoder.decode(ByteBuffer.wrap(jpeg), slot).letterbox()));
            }
        }
        return frames;
    }

    private static List<Lane.Input> batch(List<Lane.Input> frames, int shape) {
        List<Lane.Input> batch = new ArrayList<>(shape);
        for (int i = 0; i < shape; i++) {
            batch.add(frames.get(i % frames.size()));
        }
        return batch;
    }

    private static OneLane loop(BareLane lane, List<Lane.Input> batch, int shape, Work work, CyclicBarrier together, long wantedNanos) throws Exception {
        lane.run(batch, shape);
        List<Double> millis = new ArrayList<>();
        together.await();
        long beganNanos = System.nanoTime();
        long nowNanos = beganNanos;
        do {
            if (work == Work.SESSION) {
                lane.runBare(shape);
            } else {
                lane.run(batch, shape);
            }
            long endedNanos = System.nanoTime();
            millis.add((endedNanos - nowNanos) / 1e6);
            nowNanos = endedNanos;
        } while (nowNanos - beganNanos < wantedNanos && !Thread.currentThread().isInterrupted());
        return new OneLane((long) millis.size() * shape, nowNanos - beganNanos, millis);
    }
}
