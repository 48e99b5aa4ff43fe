package dev.framelot.load.figure;

import dev.framelot.app.TopicsCommand;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.EpochMicros;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.simulate.Traces;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.FrameSource;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.load.verify.LedgerReport;
import dev.framelot.schemas.serde.FrameCodecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One contestant in one variant, in a process of its own, with topics of its own: fed by open-loop schedules, round after round. */
final class ContestRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int LOOK_MILLIS = 20;

    /**
     * @param onTime share of the counted frames, unsent ones included
     * @param p99Millis not a number where too many never came out
     * @param cpuMillis of the instance for each frame
     * @param generatorLateMillis 99th percentile of what the generator itself was late by
     */
    record Round(double framesPerSecond, double onTime, double p99Millis, double cpuMillis, double generatorLateMillis) {}

    /**
     * @param longestSeconds the oldest age of a result: how long the kill was felt
     * @param caughtUp every published frame came out, or nothing came for long enough to call the rest lost
     */
    record Kill(long published, long lost, long doubled, long outOfOrder, double longestSeconds, boolean caughtUp) {}

    private final ContestTerms terms;
    private final Contestant contestant;
    private final Contestant.Variant variant;
    private final ContestPlace place;
    private final Path folder;
    private final FrameLedger ledger = new FrameLedger();
    private final FrameSource cameras;
    private final SeenFrames seen;
    private long seed;
    private ContestProcess process;

    /** Makes the topics and starts the first instance. @param number of this run, unlike that of any other on the broker */
    ContestRun(ContestTerms terms, Contestant contestant, Contestant.Variant variant, String bootstrapServers, int number, long seed) throws IOException {
        this.terms = terms;
        this.contestant = contestant;
        this.variant = variant;
        this.seed = seed;
        FramelotConfig config = FigureSettings.of(bootstrapServers)
                .with("inference.engine", "declared-cost")
                .with("topics.frames", "frames." + number)
                .with("topics.detections", "detections." + number)
                .asNewGroup();
        TopicsCommand.create(config, terms.partitions(), 0);
        folder = Files.createTempDirectory("framelot-contest-");
        place = new ContestPlace(config, folder.resolve("state"));
        cameras = new TinyFrames(terms.cameras());
        seen = new SeenFrames(bootstrapServers, config.topics().detections(), ledger);
        process = begin("first");
    }

    private ContestProcess begin(String which) throws IOException {
        return ContestProcess.start(contestant.command(terms, place, variant), folder.resolve(which + ".log"));
    }

    /** Slow frames until all of them have come out: then the instance has its partitions. Then more, for its compiler. */
    void warmUp(double seconds) throws IOException, InterruptedException {
        round(terms.singleFramesPerSecond() * 0.8, 0, 1, 0);
        round(terms.deviceFramesPerSecond() / 4, 0, seconds, 0);
    }

    /**
     * @param settleSeconds not counted, at the same rate
     * @param orElse the round ends early when less than this share can still be in time
     */
    Round round(double framesPerSecond, double settleSeconds, double seconds, double orElse) throws IOException, InterruptedException {
        int skip = (int) Math.round(framesPerSecond * settleSeconds);
        ArrivalTimes times = times(framesPerSecond, skip + (int) Math.ceil(framesPerSecond * seconds));
        OnTimeTally tally = new OnTimeTally(times, skip, terms.sloMillis() * 1_000L);
        DueFrames frames = new DueFrames(cameras, times, tally);
        seen.countFor(tally);
        try (FramePublisher publisher = publisher()) {
            long cpuBefore = process.cpu().toNanos();
            Thread sending = send(publisher, frames, times);
            while (sending.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                process.requireAlive(contestant.label());
                seen.requireReading();
                if (tally.lost(orElse, EpochMicros.now())) {
                    publisher.stop();
                }
            }
            sending.join();
            long sent = publisher.counts().acknowledged();
            awaitSeen(tally, sent);
            double cpuMillis = (process.cpu().toNanos() - cpuBefore) / 1e6 / sent;
            return new Round(framesPerSecond, tally.onTimeShare(), tally.ageMillis(99), cpuMillis, frames.lateMillis().percentile(99));
        }
    }

    private void awaitSeen(OnTimeTally tally, long sent) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (tally.seen() < sent) {
            process.requireAlive(contestant.label());
            seen.requireReading();
            if (System.nanoTime() - endNanos >= 0) {
                throw new IllegalStateException("Of " + sent + " frames sent to " + contestant.label() + " only " + tally.seen() + " had come out "
                        + PATIENCE.toSeconds() + " s after the last");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Kills the instance in mid-load, starts another at once, and looks for every frame of this run. */
    Kill kill(double framesPerSecond, double secondsBefore, double secondsAfter) throws IOException, InterruptedException {
        LedgerReport before = ledger.report();
        ArrivalTimes times = times(framesPerSecond, (int) Math.ceil(framesPerSecond * (secondsBefore + secondsAfter)));
        OnTimeTally tally = new OnTimeTally(times, 0, terms.sloMillis() * 1_000L);
        seen.countFor(tally);
        try (FramePublisher publisher = publisher()) {
            Thread sending = send(publisher, new DueFrames(cameras, times, tally), times);
            sending.join(Math.round(secondsBefore * 1e3));
            process.kill();
            process = begin("second");
            sending.join();
            boolean caughtUp = awaitQuiet();
            LedgerReport after = ledger.report();
            return new Kill(after.published() - before.published(), after.lost(), after.duplicated() - before.duplicated(),
                    after.outOfOrder() - before.outOfOrder(), tally.ageMillis(100) / 1e3, caughtUp);
        }
    }

    /** Until nothing has come for a second and nothing is missing; what is missing after all patience is lost. */
    private boolean awaitQuiet() throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        long records = -1;
        while (true) {
            TimeUnit.SECONDS.sleep(1);
            process.requireAlive(contestant.label());
            seen.requireReading();
            LedgerReport now = ledger.report();
            boolean quiet = now.records() == records;
            if (quiet && (now.lost() == 0 || System.nanoTime() - endNanos >= 0)) {
                return true;
            }
            if (System.nanoTime() - endNanos >= PATIENCE.toNanos()) {
                return false;
            }
            records = now.records();
        }
    }

    int sloMillis() {
        return terms.sloMillis();
    }

    /** Of the instance that runs now. */
    double peakMegabytes() throws IOException {
        return process.peakBytes() / (1 << 20);
    }

    private ArrivalTimes times(double framesPerSecond, int frames) {
        Trace trace = Traces.POISSON.draw(framesPerSecond, frames, terms.cameras(), terms.sloMillis() * 1_000_000L, seed++);
        return ArrivalTimes.of(trace);
    }

    private FramePublisher publisher() {
        String topic = place.config().topics().frames();
        return new FramePublisher(
                Map.of("bootstrap.servers", place.config().kafka().bootstrapServers(), "client.id", "figure-cameras"),
                topic,
                new AvroFrames(FrameCodecs.bundled().cameraFrame(topic)),
                new LedgerEntries(ledger));
    }

    private static Thread send(FramePublisher publisher, FrameSource frames, ArrivalTimes times) {
        Thread sending = new Thread(() -> publisher.run(frames, times), "figure-cameras");
        sending.setDaemon(true);
        sending.start();
        return sending;
    }

    /** May be called more than once. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.close();
        seen.close();
        delete();
    }

    private void delete() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
