package dev.framelot.load.figure;

import dev.framelot.app.TopicsCommand;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.crash.AppProcess;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.simulate.Curve;
import dev.framelot.load.simulate.Traces;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.load.verify.LedgerReport;
import dev.framelot.schemas.serde.FrameCodecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Half as many frames again as the device can do, for minutes: what fits must be on time, the rest left out with a record each, and memory must stay. */
final class OverloadFigure implements Figure {
    private static final double LOAD = 1.5;
    private static final int MAX_FRAMES = 8;
    private static final int SLO_MILLIS = 150;
    private static final int CAMERAS = 8;
    private static final int HEAP_MEGABYTES = 192;
    private static final int QUICK_SECONDS = 20;
    private static final int SECONDS = 600;
    /** Starting, compiling and learning, before it counts. */
    private static final int WARM_UP_SECONDS = 5;
    private static final double MEGABYTE = 1 << 20;
    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    private static final Curve DEVICE = Curve.parse("10+2*b");

    private record Memory(double minutes, double liveMegabytes, double residentMegabytes) {}

    @Override
    public long plannedSeconds(boolean quick) {
        return seconds(quick) + WARM_UP_SECONDS + 20;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        double rate = LOAD * MAX_FRAMES * 1e3 / DEVICE.millis(MAX_FRAMES);
        int warmUp = (int) (rate * WARM_UP_SECONDS);
        int frames = warmUp + (int) (rate * seconds(run.quick()));
        ArrivalTimes times = ArrivalTimes.of(Traces.POISSON.draw(rate, frames, CAMERAS, SLO_MILLIS * 1_000_000L, run.seed()));
        OnTimeTally onTime = new OnTimeTally(times, warmUp, SLO_MILLIS * 1_000L);
        FrameLedger ledger = new FrameLedger();
        List<Memory> memory = new ArrayList<>();
        boolean caughtUp;
        int status;
        run.progress().say("starting a broker and the application");
        try (BrokerChild broker = BrokerChild.start()) {
            FigureSettings settings = FigureSettings.of(broker.bootstrapServers())
                    .declaredCost("10ms", "2ms", 64)
                    .with("batching.mode", "adaptive")
                    .with("batching.drop", "shed-late")
                    .with("batching.max-frames", String.valueOf(MAX_FRAMES))
                    .with("batching.slo", SLO_MILLIS + "ms")
                    .with("delivery.guarantee", "at-least-once");
            FramelotConfig config = settings.asNewGroup();
            TopicsCommand.create(config, 4, 0);
            Path log = Files.createTempFile("framelot-overload-", ".log");
            Map<String, String> given = new HashMap<>(settings.asMap());
            given.put("kafka.application-id", config.kafka().applicationId());
            AppProcess app = AppProcess.start(List.of("-Xmx" + HEAP_MEGABYTES + "m", "-XX:+ExitOnOutOfMemoryError"), given, log);
            try (FateVerifier verifier = new FateVerifier(config, ledger, frame -> onTime.seen(frame.getCapturedAtMicros(), frame.getProducedAtMicros()));
                    FramePublisher publisher = new FramePublisher(
                            Map.of("bootstrap.servers", broker.bootstrapServers(), "client.id", "figure-cameras"), config.topics().frames(),
                            new AvroFrames(FrameCodecs.bundled().cameraFrame(config.topics().frames())), new LedgerEntries(ledger))) {
                app.awaitTaking(60);
                require(app, log);
                Thread cameras = new Thread(() -> publisher.run(new DueFrames(new TinyFrames(CAMERAS), times, onTime), times), "figure-cameras");
                cameras.setDaemon(true);
                cameras.start();
                watch(run, app, log, cameras, memory);
                run.progress().say("waiting until every frame has its fate", 10);
                caughtUp = verifier.awaitCaughtUp(CATCH_UP);
                status = app.term(40);
            } finally {
                app.kill();
                Files.delete(log);
            }
        }
        run.note(String.format(Locale.ROOT, "Poisson arrivals at %.1f times what a declared device of %s ms does in batches of %d, for %d s after %d s of warming up; two lanes before one device, mode adaptive, SLO %d ms from"
                + " schedule to the result's record, late frames left out, at least once. The application in a JVM of its own with -Xmx%dm.", LOAD, DEVICE, MAX_FRAMES, seconds(run.quick()),
                WARM_UP_SECONDS, SLO_MILLIS, HEAP_MEGABYTES));
        return rows(ledger.report(), onTime, memory, caughtUp, status);
    }

    private static List<FigureRow> rows(LedgerReport books, OnTimeTally onTime, List<Memory> memory, boolean caughtUp, int status) {
        Samples live = Samples.of(memory.stream().map(Memory::liveMegabytes).toList());
        double slope = Trend.slope(memory.stream().mapToDouble(Memory::minutes).toArray(), memory.stream().mapToDouble(Memory::liveMegabytes).toArray());
        double resident = memory.stream().mapToDouble(Memory::residentMegabytes).max().orElseThrow();
        return List.of(
                FigureRow.told("frames published", books.published(), "frames"),
                FigureRow.told("frames left out, with a record each", books.shed(), "frames"),
                FigureRow.of("books final", caughtUp ? 1 : 0, "yes = 1", Goal.exactly(1)),
                FigureRow.of("lost", books.lost(), "frames", Goal.exactly(0)),
                FigureRow.of("doubled", books.duplicated(), "frames", Goal.exactly(0)),
                FigureRow.of("out of order", books.outOfOrder(), "frames", Goal.exactly(0)),
                FigureRow.told("on time", onTime.onTimeShare(), ""),
                FigureRow.of("on time / what fits", onTime.onTimeShare() * LOAD, "", Goal.atLeast(0.95)),
                FigureRow.told("schedule to result, p50 of all frames sent", onTime.ageMillis(50), "ms"),
                FigureRow.of("heap alive, highest", live.max(), "MB", Goal.atMost(HEAP_MEGABYTES / 2.0)),
                FigureRow.told("growth of the heap alive", slope, "MB/min"),
                FigureRow.told("process in RAM, highest", resident, "MB"),
                FigureRow.of("exit status after TERM", status, "", Goal.exactly(0)));
    }

    private static void watch(FigureRun run, AppProcess app, Path log, Thread cameras, List<Memory> memory) throws IOException, InterruptedException {
        long everyMillis = run.quickOr(2, 10) * 1_000L;
        long beganNanos = System.nanoTime();
        long endNanos = beganNanos + TimeUnit.SECONDS.toNanos(seconds(run.quick()) + WARM_UP_SECONDS);
        cameras.join(WARM_UP_SECONDS * 1_000L);
        try (HeapGauge gauge = HeapGauge.of(app.pid())) {
            while (cameras.isAlive()) {
                require(app, log);
                memory.add(new Memory((System.nanoTime() - beganNanos) / 60e9, gauge.liveBytes() / MEGABYTE, gauge.residentBytes() / MEGABYTE));
                Memory last = memory.get(memory.size() - 1);
                run.progress().say(String.format(Locale.ROOT, "%.1f MB alive, %.0f MB in RAM", last.liveMegabytes, last.residentMegabytes),
                        Math.max(0, (endNanos - System.nanoTime()) / 1_000_000_000) + 10);
                cameras.join(everyMillis);
            }
        }
    }

    private static void require(AppProcess app, Path log) throws IOException {
        if (!app.alive()) {
            throw new IllegalStateException("The application ended before the figure did; its log:\n" + Files.readString(log));
        }
    }

    private static int seconds(boolean quick) {
        return quick ? QUICK_SECONDS : SECONDS;
    }
}
