package dev.framelot.load.containers;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Frames of four cameras on their way into the frames topic, sent by a thread of its own. */
final class Publication implements AutoCloseable {
    private static final int CAMERAS = 4;
    private static final long SEED = 20261123;

    private final FramePublisher publisher;
    private final CompletableFuture<PublishCounts> done = new CompletableFuture<>();

    private Publication(FramePublisher publisher) {
        this.publisher = publisher;
    }

    static Publication start(FramelotConfig config, FrameLedger ledger, double framesPerSecond, Duration duration) {
        String topic = config.topics().frames();
        FramePublisher publisher = new FramePublisher(
                Map.of("bootstrap.servers", config.kafka().bootstrapServers()),
                topic,
                new AvroFrames(FrameCodecs.bundled().cameraFrame(topic)),
                new LedgerEntries(ledger));
        Publication publication = new Publication(publisher);
        Thread thread = new Thread(() -> publication.send(SendSchedule.lasting(framesPerSecond, duration)), "publish");
        thread.setDaemon(true);
        thread.start();
        return publication;
    }

    private void send(SendSchedule schedule) {
        try {
            done.complete(publisher.run(new DrawnFrames(CAMERAS, SEED), schedule));
        } catch (RuntimeException failure) {
            done.completeExceptionally(failure);
        }
    }

    /** Waits until every frame was sent and answered for. */
    PublishCounts await(Duration limit) throws Exception {
        return done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        publisher.close();
    }
}
