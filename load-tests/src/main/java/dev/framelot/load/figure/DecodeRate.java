package dev.framelot.load.figure;

import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many JPEGs a second the decoders alone turn into model input, with nothing else to do. */
final class DecodeRate {
    private DecodeRate() {}

    /** @param slotBytes of the model's input @return frames/s of all threads together */
    static double measure(FrameDecoders decoders, int slotBytes, List<byte[]> jpegs, int threads, double seconds) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "figure-decode");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long endNanos = System.nanoTime() + (long) (seconds * 1e9);
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int first = i;
                rates.add(workers.submit(() -> one(decoders, slotBytes, jpegs, first, endNanos)));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } catch (ExecutionException refused) {
            throw new IllegalStateException("A drawn board can't be decoded: " + refused.getCause(), refused.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static double one(FrameDecoders decoders, int slotBytes, List<byte[]> jpegs, int first, long endNanos) throws FrameRejectedException {
        ByteBuffer slot = ByteBuffer.allocateDirect(slotBytes);
        try (FrameDecoder decoder = decoders.newDecoder()) {
            // Each picture once: libraries load and code is compiled before the time counts.
            for (byte[] jpeg : jpegs) {
                decoder.decode(ByteBuffer.wrap(jpeg), slot);
            }
            long frames = 0;
            long beganNanos = System.nanoTime();
            do {
                decoder.decode(ByteBuffer.wrap(jpegs.get((int) ((first + frames) % jpegs.size()))), slot);
                frames++;
            } while (System.nanoTime() < endNanos && !Thread.currentThread().isInterrupted());
            return frames * 1e9 / (System.nanoTime() - beganNanos);
        }
    }
}
