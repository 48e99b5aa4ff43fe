package dev.framelot.load.crash;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.schemas.serde.FrameCodecs;
import java.util.Map;

/** Cameras that send to one topic at an even rate, on a thread of their own, until they are stopped. */
final class Cameras implements AutoCloseable {
    private final TinyFrames frames;
    private final FramePublisher publisher;
    private final Thread thread;
    /** What ended the thread early; null: nothing. Written by it, read once it has ended. */
    private RuntimeException failure;

    /** @param name that the cameras begin with @param ledger gets every frame */
    Cameras(FramelotConfig config, String topic, String name, int cameras, double framesPerSecond, FrameLedger ledger) {
        this.frames = new TinyFrames(name, cameras);
        this.publisher = new FramePublisher(
                Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "linger.ms", "2"),
                topic,
                new AvroFrames(FrameCodecs.bundled().cameraFrame(topic)),
                new LedgerEntries(ledger));
        this.thread = new Thread(() -> send(framesPerSecond), "crash-cameras-" + name);
    }

    private void send(double framesPerSecond) {
        try {
            publisher.run(frames, new SendSchedule(framesPerSecond, Long.MAX_VALUE));
        } catch (RuntimeException ended) {
            failure = ended;
        }
    }

    void start() {
        thread.start();
    }

    /** After it every frame is acknowledged or has failed. @throws IllegalStateException they ended early */
    void stop() throws InterruptedException {
        publisher.stop();
        thread.join();
        if (failure != null) {
            throw new IllegalStateException("The cameras ended early: " + failure.getMessage(), failure);
        }
    }

    long acknowledged() {
        return publisher.counts().acknowledged();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
