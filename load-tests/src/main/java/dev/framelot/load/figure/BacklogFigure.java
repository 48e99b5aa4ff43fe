package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.crash.AppProcess;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether the heap grows while the topic is full and the device slow: the backlog must stay in Kafka. */
final class BacklogFigure implements Figure {
    /** An hour of frames, at 15 a second. */
    private static final int FRAMES = 54_000;
    private static final int QUICK_FRAMES = 5_400;
    private static final int HEAP_MEGABYTES = 512;
    private static final int QUICK_HEAP_MEGABYTES = 192;
    private static final double MEGABYTE = 1 << 20;

    /** @param seconds after the first sample */
    private record Sample(double seconds, double liveMegabytes, double residentMegabytes) {}

    @Override
    public long plannedSeconds(boolean quick) {
        return publishSeconds(quick) + warmSeconds(quick) + sampleSeconds(quick) + 15;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        int frames = run.quickOr(QUICK_FRAMES, FRAMES);
        int heap = run.quickOr(QUICK_HEAP_MEGABYTES, HEAP_MEGABYTES);
        run.progress().say("starting a broker and drawing boards");
        List<Sample> samples = new ArrayList<>();
        long done;
        int status;
        try (BrokerChild broker = BrokerChild.start()) {
            FigureSettings settings = FigureSettings.of(broker.bootstrapServers()).declaredCost("400ms", "15ms", 640);
            FramelotConfig config = settings.asNewGroup();
            run.progress().say(String.format(Locale.ROOT, "publishing a backlog of %,d frames", frames));
            Backlog.fill(config, BoardImages.cameras(run.seed()), frames);
            Path log = Files.createTempFile("framelot-backlog-", ".log");
            Map<String, String> given = new HashMap<>(settings.asMap());
            given.put("kafka.application-id", config.kafka().applicationId());
            AppProcess app = AppProcess.start(List.of("-Xmx" + heap + "m", "-XX:+ExitOnOutOfMemoryError"), given, log);
            try (GroupProgress group = new GroupProgress(config)) {
                awaitFrames(group, app, log);
                run.progress().say("warming up", warmSeconds(run.quick()) + sampleSeconds(run.quick()) + 10);
                TimeUnit.SECONDS.sleep(warmSeconds(run.quick()));
                sample(run, app, samples);
                done = group.committedFrames();
                status = app.term(40);
            } finally {
                app.kill();
                Files.delete(log);
            }
        }
        Samples live = Samples.of(samples.stream().map(Sample::liveMegabytes).toList());
        double slope = Trend.slope(
                samples.stream().mapToDouble(sample -> sample.seconds() / 60).toArray(),
                samples.stream().mapToDouble(Sample::liveMegabytes).toArray());
        run.note(String.format(Locale.ROOT, "%,d frames of boards waited in the topic, the application in a JVM of its own with -Xmx%dm, a declared device of 520 ms for "
                + "8 frames; heap alive after a full collection, every %d s for %d s after %d s of warming up.", frames, heap, sampleEvery(run.quick()),
                sampleSeconds(run.quick()), warmSeconds(run.quick())));
        return List.of(
                FigureRow.told("frames done until then", done, "frames"),
                FigureRow.told("frames that still waited", frames - done, "frames"),
                FigureRow.told("heap alive, lowest", live.min(), "MB"),
                FigureRow.of("heap alive, highest", live.max(), "MB", Goal.atMost(heap)),
                FigureRow.of("growth of the heap alive", slope, "MB/min", Goal.atMost(1)),
                FigureRow.told("process in RAM at the end", samples.get(samples.size() - 1).residentMegabytes(), "MB"),
                FigureRow.of("exit status after TERM", status, "", Goal.exactly(0)));
    }

    private static void sample(FigureRun run, AppProcess app, List<Sample> samples) throws IOException, InterruptedException {
        long every = sampleEvery(run.quick());
        long count = sampleSeconds(run.quick()) / every;
        try (HeapGauge gauge = HeapGauge.of(app.pid())) {
            long beganNanos = System.nanoTime();
            for (long i = 0; i <= count; i++) {
                long waitNanos = beganNanos + TimeUnit.SECONDS.toNanos(i * every) - System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(waitNanos);
                double live = gauge.liveBytes() / MEGABYTE;
                samples.add(new Sample((System.nanoTime() - beganNanos) / 1e9, live, gauge.residentBytes() / MEGABYTE));
                run.progress().say(String.format(Locale.ROOT, "sample %d of %d: %.1f MB alive", i + 1, count + 1, live), (count - i) * every + 10);
            }
        }
    }

    private static void awaitFrames(GroupProgress group, AppProcess app, Path log) throws IOException, InterruptedException {
        while (group.committedFrames() == 0) {
            if (!app.alive()) {
                throw new IllegalStateException("The application ended before it had done a frame; its log:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static long publishSeconds(boolean quick) {
        return quick ? 12 : 100;
    }

    private static long warmSeconds(boolean quick) {
        return quick ? 15 : 60;
    }

    private static long sampleSeconds(boolean quick) {
        return quick ? 40 : 300;
    }

    private static long sampleEvery(boolean quick) {
        return quick ? 2 : 10;
    }
}
