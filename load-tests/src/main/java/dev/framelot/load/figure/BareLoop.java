package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import dev.framelot.frame.FrameFault;
import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.SlotPool;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;
import dev.framelot.load.source.FrameSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Decode and session alone, with the application's own classes and thread counts: the floor that it is compared with. */
final class BareLoop {
    /** @param framesPerSecond of the whole @param cpuMillisPerFrame of the decode and lane threads, the runtime's own threads not counted */
    record Result(double framesPerSecond, double cpuMillisPerFrame, double garbageBytesPerFrame) {}

    private record Ready(ByteBuffer slot, FrameDecoder.Decoded decoded) {}

    private BareLoop() {}

    static Result run(FramelotConfig config, FrameSource source, int frames) throws Exception {
        FramelotConfig.Frame limits = config.frame();
        int largest = config.batching().maxFrames();
        try (InferenceEngine engine = OnnxEngine.open(ModelCards.load(config.inference().model()), OnnxOptions.cpu(config.inference().threads()));
                Lane lane = engine.openLane(0, config.batching().shapes())) {
            FrameDecoders decoders = FrameDecoders.open(
                    FrameDecoders.Library.AUTO,
                    new ImageLimits(limits.maxBytes(), limits.maxPixels(), limits.maxScans(), limits.png(), config.decode().strict()),
                    engine.input());
            SlotPool slots = new SlotPool(config.decode().slots(), engine.input().slotBytes());
            BlockingQueue<Ready> ready = new ArrayBlockingQueue<>(config.decode().slots());
            byte[][] images = new byte[64][];
            for (int i = 0; i < images.length; i++) {
                images[i] = source.next(0).orElseThrow().image();
            }
            ThreadCost cost = new ThreadCost(name -> name.startsWith("bare-"));
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < config.decode().workers(); w++) {
                int first = w;
                threads.add(new Thread(() -> decode(decoders, slots, ready, images, first, config.decode().workers(), frames), "bare-decode-" + w));
            }
            Throwable[] failure = {null};
            double[] measured = {0, 0};
            Thread laneThread = new Thread(() -> {
                try {
                    measured[0] = drain(lane, slots, ready, largest, frames);
                    measured[1] = 1;
                } catch (Exception broken) {
                    failure[0] = broken;
                }
            }, "bare-lane");
            threads.add(laneThread);
            threads.forEach(Thread::start);
            ThreadCost.Sum spent = cost.until(laneThread);
            if (failure[0] != null) {
                throw new IllegalStateException("The bare loop failed", failure[0]);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return new Result(measured[0], spent.cpuMillis() / frames, spent.allocatedBytes() / frames);
        }
    }

    private static void decode(
            FrameDecoders decoders, SlotPool slots, BlockingQueue<Ready> ready, byte[][] images, int first, int step, int frames) {
        try (FrameDecoder decoder = decoders.newDecoder()) {
            for (int i = first; i < frames; i += step) {
                ByteBuffer slot = slots.acquire();
                ready.put(new Ready(slot, decoder.decode(ByteBuffer.wrap(images[i % images.length]), slot)));
            }
        } catch (InterruptedException | FrameRejectedException broken) {
            throw new IllegalStateException("A drawn board must decode: " + FrameFault.Reason.CORRUPT, broken);
        }
    }

    /** Frames per second of all but the first fifth. */
    private static double drain(Lane lane, SlotPool slots, BlockingQueue<Ready> ready, int largest, int frames) throws Exception {
        int done = 0;
        int from = -1;
        long beganNanos = 0;
        while (done < frames) {
            int size = Math.min(largest, frames - done);
            List<Ready> batch = new ArrayList<>(size);
            List<Lane.Input> inputs = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                Ready frame = ready.take();
                batch.add(frame);
                inputs.add(new Lane.Input(frame.slot(), frame.decoded().letterbox()));
            }
            lane.run(inputs, largest);
            batch.forEach(frame -> slots.release(frame.slot()));
            done += size;
            if (from < 0 && done >= frames / 5) {
                from = done;
                beganNanos = System.nanoTime();
            }
        }
        return (done - from) / ((System.nanoTime() - beganNanos) / 1e9);
    }
}
