package dev.framelot.load.run;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.TopicSettings;
import dev.framelot.load.report.Repeat.Books;
import dev.framelot.load.scenario.GeneratorDelay;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.FrameEncoding;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.load.verify.LedgerReport;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.Map;

/** The books of one stretch of sending: a publisher, a reader of every outcome from here on, and the generator's own delay. */
final class Phase implements AutoCloseable {
    /** What an application may need for what piled up, besides the time it was sent in. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    final Collected collected = new Collected();
    final GeneratorDelay delay = new GeneratorDelay();
    final FramePublisher publisher;
    private final FrameLedger ledger = new FrameLedger();
    private final FateVerifier verifier;

    Phase(FramelotConfig config) {
        verifier = new FateVerifier(config, ledger, collected);
        publisher = new FramePublisher(
                Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "client.id", "figure-cameras"),
                config.topics().frames(),
                encoding(config.topics()),
                observer(new LedgerEntries(ledger), delay));
    }

    /** Backfill goes to its own topic where there is one. */
    private static FrameEncoding encoding(TopicSettings topics) {
        AvroFrames live = new AvroFrames(FrameCodecs.bundled().cameraFrame(topics.frames()));
        AvroFrames backfill = new AvroFrames(FrameCodecs.bundled().cameraFrame(topics.backfill().orElse(topics.frames())), frame -> "backfill");
        return (topic, frame) -> TraceFrames.isBackfill(frame.camera()) ? backfill.record(topics.backfill().orElse(topic), frame) : live.record(topic, frame);
    }

    private static PublishObserver observer(LedgerEntries entries, GeneratorDelay delay) {
        return new PublishObserver() {
            @Override
            public void sending(long lateNanos) {
                delay.sent(lateNanos);
            }

            @Override
            public void attempted(EncodedFrame frame) {
                entries.attempted(frame);
            }

            @Override
            public void acknowledged(EncodedFrame frame, int partition, long offset) {
                entries.acknowledged(frame, partition, offset);
            }

            @Override
            public void failed(EncodedFrame frame, Exception why) {
                entries.failed(frame, why);
            }
        };
    }

    /** @throws IllegalStateException the application does not catch up with what was sent */
    void awaitAll() throws InterruptedException {
        if (!verifier.awaitCaughtUp(PATIENCE)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LedgerReport report = ledger.report();
            throw new IllegalStateException("Of " + report.published() + " frames " + report.frames() + " had an outcome " + PATIENCE.toSeconds()
                    + " s after the last was sent; the application does not catch up");
        }
    }

    Books books() {
        LedgerReport report = ledger.report();
        return new Books(report.published(), report.detected(), report.shed(), report.deadLettered(), report.lost(), report.duplicated(), report.outOfOrder());
    }

    @Override
    public void close() {
        publisher.close();
        verifier.close();
    }
}
