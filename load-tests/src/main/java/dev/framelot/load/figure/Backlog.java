package dev.framelot.load.figure;

import dev.framelot.app.TopicsCommand;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.FrameSource;
import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.schemas.serde.FrameCodecs;
import java.util.Map;

/** Frames that are in the topic before the application starts. */
final class Backlog {
    /** Faster than any broker: the producer's own buffer sets the pace. */
    private static final double AT_ONCE = 1e6;

    private Backlog() {}

    /** Creates the topics that {@code config} names and fills the frames topic. */
    static void fill(FramelotConfig config, FrameSource frames, long count) throws InterruptedException {
        TopicsCommand.create(config, 4, 0);
        try (FramePublisher publisher = new FramePublisher(
                Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "client.id", "figure-cameras", "linger.ms", "5", "batch.size", "1000000"),
                config.topics().frames(),
                new AvroFrames(FrameCodecs.bundled().cameraFrame(config.topics().frames())),
                PublishObserver.none())) {
            PublishCounts counts = publisher.run(frames, new SendSchedule(AT_ONCE, count));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (counts.acknowledged() < count) {
                throw new IllegalStateException("Only " + counts.acknowledged() + " of " + count + " frames reached the broker: "
                        + publisher.firstFailure().map(Exception::toString).orElse("no failure was told") + "; is the disk of temporary files full?");
            }
        }
    }
}
