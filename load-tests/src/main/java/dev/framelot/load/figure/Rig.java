package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.app.TopicsCommand;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.BoardFrames;
import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.FrameSource;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A broker in this JVM with topics of its own for each run, and what is common to figures that run the application. */
final class Rig implements AutoCloseable {
    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private int runs;

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Settings of a fresh run: topics and group of its own. @param settings over the defaults */
    FramelotConfig config(Map<String, String> settings) {
        int run = ++runs;
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.application-id", "figure-" + run,
                "topics.frames", "frames-" + run,
                "topics.detections", "detections-" + run,
                "topics.shed", "shed-" + run,
                "topics.dead-letter", "dead-" + run,
                "inference.model", Path.of(System.getProperty("framelot.home", "")).resolve("models/pcb-defects").toString()));
        all.putAll(settings);
        all.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        FramelotConfig config = ConfigLoader.load(new ConfigSources(Optional.empty(), Map.of(), Map.of(), all)).config();
        TopicsCommand.create(config, 4, 1);
        return config;
    }

    /** Puts {@code count} frames into the frames topic as fast as it takes them. */
    void fill(FramelotConfig config, FrameSource frames, long count) {
        publish(config, frames, new SendSchedule(1e6, count), PublishObserver.none());
    }

    void publish(FramelotConfig config, FrameSource frames, SendSchedule schedule, PublishObserver observer) {
        try (FramePublisher publisher = new FramePublisher(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                config.topics().frames(),
                new AvroFrames(FrameCodecs.bundled().cameraFrame(config.topics().frames())),
                observer)) {
            publisher.run(frames, schedule);
        }
    }

    /** Drawn boards of 640 x 640, some 50 kB each, from eight cameras. */
    static FrameSource boards(long seed) {
        return new BoardFrames(8, 8, seed, BoardOptions.demo());
    }

    static FrameSource tiny() {
        return new TinyFrames(8);
    }

    /** One of the boards. */
    static EncodedFrame board(long seed) {
        return boards(seed).next(0).orElseThrow();
    }

    /** Frames per second while the application goes through the middle of a backlog of {@code count}. */
    static double drainRate(FramelotApp app, long count) {
        long from = count / 5;
        awaitDetected(app, from);
        long beganNanos = System.nanoTime();
        long first = app.stats().detected();
        awaitDetected(app, count);
        return (app.stats().detected() - first) / ((System.nanoTime() - beganNanos) / 1e9);
    }

    static void awaitDetected(FramelotApp app, long count) {
        long endNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (app.stats().detected() < count) {
            if (app.ended() || System.nanoTime() - endNanos >= 0) {
                throw new IllegalStateException("Only " + app.stats().detected() + " of " + count + " frames were detected; state " + app.stats().state());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
