package dev.framelot.load.figure;

import dev.framelot.app.Engines;
import dev.framelot.config.FramelotConfig;
import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.SlotPool;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the application is compared with: the same decoders and lanes on as many threads, always full batches, and nothing else. No
 * Kafka, no envelope, no batch decision, no result written. It can't be beaten, only approached.
 */
final class BareLoop implements AutoCloseable {
    private final List<byte[]> jpegs;
    private final InferenceEngine engine;
    private final int shape;
    private final SlotPool slots;
    private final BlockingQueue<Lane.Input> decoded;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger nextFrame = new AtomicInteger();
    private final AtomicLong frames = new AtomicLong();
    private volatile Throwable failure;

    /**
     * @param config whose decoders, engine, threads, slots and largest shape are used
     * @param jpegs decoded over and over
     */
    BareLoop(FramelotConfig config, List<byte[]> jpegs) throws InferenceException {
        this.jpegs = jpegs;
        this.shape = config.batching().maxFrames();
        this.engine = Engines.open(config.inference());
        FrameDecoders decoders = FrameDecoders.open(
                FrameDecoders.Library.valueOf(config.decode().library().name()),
                new ImageLimits(config.frame().maxBytes(), config.frame().maxPixels(), config.frame().maxScans(), config.frame().png(), config.decode().strict()),
                engine.input());
        this.slots = new SlotPool(config.decode().slots(), engine.input().slotBytes());
        this.decoded = new ArrayBlockingQueue<>(config.decode().slots());
        for (int i = 0; i < config.inference().lanes(); i++) {
            Lane lane = engine.openLane(i, List.of(shape));
            threads.add(thread("bare-lane-" + i, () -> run(lane)));
        }
        for (int i = 0; i < config.decode().workers(); i++) {
            threads.add(thread("bare-decode-" + i, () -> decode(decoders.newDecoder())));
        }
        threads.forEach(Thread::start);
    }

    /** One window of full batches. */
    static RateWindow measure(FramelotConfig config, List<byte[]> jpegs, long skip, long frames) throws InferenceException, InterruptedException {
        try (BareLoop loop = new BareLoop(config, jpegs)) {
            return RateWindow.measure(loop::frames, skip, frames, loop::broken);
        }
    }

    /** Frames through the lanes so far. */
    long frames() {
        return frames.get();
    }

    boolean broken() {
        return failure != null;
    }

    private interface Work {
        void go() throws InterruptedException, FrameRejectedException, InferenceException;
    }

    private Thread thread(String name, Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.go();
            } catch (InterruptedException stopped) {
                // close() ends the threads this way.
            } catch (Exception | Error broken) {
                failure = broken;
                System.err.println("The bare loop failed: " + broken);
            }
        }, name);
        thread.setDaemon(true);
        return thread;
    }

    private void decode(FrameDecoder decoder) throws InterruptedException, FrameRejectedException {
        try (decoder) {
            while (!Thread.currentThread().isInterrupted()) {
                ByteBuffer slot = slots.acquire();
                byte[] jpeg = jpegs.get(Math.floorMod(nextFrame.getAndIncrement(), jpegs.size()));
                decoded.put(new Lane.Input(slot, decoder.decode(ByteBuffer.wrap(jpeg), slot).letterbox()));
            }
        }
    }

    private void run(Lane lane) throws InterruptedException, InferenceException {
        List<Lane.Input> batch = new ArrayList<>(shape);
        try (lane) {
            while (!Thread.currentThread().isInterrupted()) {
                while (batch.size() < shape) {
                    batch.add(decoded.take());
                }
                lane.run(batch, shape);
                batch.forEach(input -> slots.release(input.pixels()));
                batch.clear();
                frames.addAndGet(shape);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        engine.close();
        if (failure != null) {
            throw new IllegalStateException("The bare loop failed: " + failure, failure);
        }
    }
}
