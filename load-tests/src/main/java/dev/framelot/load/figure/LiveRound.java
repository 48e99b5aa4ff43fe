package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.app.TopicsCommand;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.Latency;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.FrameSource;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The application in this process beside cameras at a steady rate, as evenly spaced as a clock allows. */
final class LiveRound {
    private static final Duration LATEST = Duration.ofSeconds(20);

    private LiveRound() {}

    /**
     * @param latencies of the measured frames
     * @param frames sent in the measured time
     * @param threads what the application's threads used in it
     */
    record Result(List<Latency> latencies, long frames, ThreadMeter.Use threads) {
        Samples each(ToDoubleFunction<Latency> part) {
            return Samples.of(latencies.stream().mapToDouble(part).toArray());
        }
    }

    /** @param warmUp before the measured time, at the same rate */
    static Result measure(FramelotConfig config, FrameSource cameras, double framesPerSecond, Duration warmUp, Duration measured)
            throws InterruptedException {
        TopicsCommand.create(config, 4, 0);
        long skipped = Math.round(framesPerSecond * warmUp.toMillis() / 1e3);
        long frames = Math.round(framesPerSecond * measured.toMillis() / 1e3);
        try (DetectionReader reader = new DetectionReader(config);
                FramelotApp app = FramelotApp.start(config);
                FramePublisher publisher = new FramePublisher(
                        Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "client.id", "figure-cameras"),
                        config.topics().frames(),
                        new AvroFrames(FrameCodecs.bundled().cameraFrame(config.topics().frames())),
                        PublishObserver.none())) {
            while (!app.running()) {
                require(!app.ended(), "The application ended before it took frames; its messages above say why");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            Thread sending = new Thread(
                    () -> publisher.run(new StampedFrames(cameras), new SendSchedule(framesPerSecond, skipped + frames)), "figure-cameras");
            sending.setDaemon(true);
            sending.start();
            while (publisher.counts().attempted() < skipped) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            ThreadMeter before = ThreadMeter.read();
            sending.join();
            ThreadMeter.Use used = before.until(ThreadMeter.read());
            long endNanos = System.nanoTime() + LATEST.toNanos();
            while (reader.count() < skipped + frames) {
                require(!app.ended(), "The application ended while cameras sent; its messages above say why");
                require(System.nanoTime() - endNanos < 0, "Of " + (skipped + frames) + " frames only " + reader.count() + " had come out "
                        + LATEST.toSeconds() + " s after the last was sent; this machine can't keep up with " + framesPerSecond + " frames/s");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return new Result(reader.after((int) skipped), frames, used);
        }
    }

    private static void require(boolean holds, String orElse) {
        if (!holds) {
            throw new IllegalStateException(orElse);
        }
    }
}
