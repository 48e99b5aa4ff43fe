package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.app.TopicsCommand;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.Latency;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.SendTimes;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The application in this process, fed with a trace through Kafka by an open-loop schedule: which share of its frames has a result in time. */
final class OnTimeRound {
    private static final long LATEST_NANOS = Duration.ofSeconds(30).toNanos();

    private OnTimeRound() {}

    /**
     * @param share of all frames sent; those left out are not on time
     * @param before median milliseconds from the schedule until the batcher had a frame: producer, broker, fetch, decoding
     * @param after median milliseconds from the end of a run until the result's record was made
     */
    record Result(double share, double before, double after) {}

    /** @param warmUp frames at the trace's beginning that are not counted */
    static Result measure(FramelotConfig config, Trace trace, int cameras, int warmUp, double sloMillis) throws InterruptedException {
        TopicsCommand.create(config, 4, 0);
        int frames = trace.frames();
        SendTimes times = new SendTimes() {
            @Override
            public long dueNanos(long index) {
                return trace.arrivals().get((int) index).atNanos();
            }

            @Override
            public long maxFrames() {
                return frames;
            }
        };
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
            publisher.run(new TinyFrames(cameras), times);
            long endNanos = System.nanoTime() + LATEST_NANOS;
            while (reader.count() + app.counters().shed() < frames) {
                require(!app.ended(), "The application ended while cameras sent; its messages above say why");
                require(System.nanoTime() - endNanos < 0, "Of " + frames + " frames only " + reader.count() + " came out and " + app.counters().shed()
                        + " were left out " + LATEST_NANOS / 1_000_000_000 + " s after the last was sent");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            List<Latency> counted = reader.after(0).stream().filter(latency -> latency.sequence() >= warmUp / cameras).toList();
            long inTime = counted.stream().filter(latency -> latency.produced() <= sloMillis).count();
            return new Result(
                    inTime / (double) (frames - warmUp / cameras * cameras),
                    Samples.of(counted.stream().mapToDouble(latency -> latency.taken() + latency.decoding()).toArray()).median(),
                    Samples.of(counted.stream().mapToDouble(latency -> latency.boxes() + latency.emit()).toArray()).median());
        }
    }

    private static void require(boolean holds, String orElse) {
        if (!holds) {
            throw new IllegalStateException(orElse);
        }
    }
}
