package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.app.TopicsCommand;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Samples;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.schemas.serde.FrameCodecs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What viewers of the live feed cost the frames: windows with and without them, in turn, within one run of one instance. */
final class ViewersFigure implements Figure {
    private static final int PROMPT = 450;
    private static final int SLOW = 50;
    private static final double RATE = 100;
    private static final double OVERLOAD = 130;
    /** A batch of 8 takes 80 ms: 100 frames/s at the most, so {@link #OVERLOAD} keeps it busy. */
    private static final String[] BUSY_DEVICE = {"40ms", "5ms"};
    private static final int MODEL_SIDE = 640;

    @Override
    public long plannedSeconds(boolean quick) {
        return 12 + 2L * (warmUp(quick).toSeconds() + windows(quick) * (seconds(quick) + 1));
    }

    private static int windows(boolean quick) {
        return quick ? 5 : 21;
    }

    private static long seconds(boolean quick) {
        return quick ? 3 : 8;
    }

    private static Duration warmUp(boolean quick) {
        return Duration.ofSeconds(quick ? 4 : 20);
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        run.progress().say("starting a broker and drawing boards");
        List<FigureRow> rows = new ArrayList<>();
        try (BrokerChild broker = BrokerChild.start()) {
            FigureSettings settings = FigureSettings.of(broker.bootstrapServers())
                    .with("http.requests-per-second", "5000")
                    .with("batching.max-wait", "0ms")
                    .with("topics.frames", "frames.paced")
                    .with("topics.detections", "detections.paced")
                    .declaredCost("5ms", "0ms", MODEL_SIDE);
            long half = plannedSeconds(run.quick()) / 2;
            Series paced = series(run, settings.asNewGroup(), RATE, "100 frames/s", 2 * half);
            settings.with("topics.frames", "frames.busy").with("topics.detections", "detections.busy").declaredCost(BUSY_DEVICE[0], BUSY_DEVICE[1], MODEL_SIDE);
            Series busy = series(run, settings.asNewGroup(), OVERLOAD, "a busy device", half);
            compared(rows, "age, p50", "ms", paced.windows(), window -> window.ages().median(), Goal.atMost(1.02));
            compared(rows, "age, p99", "ms", paced.windows(), window -> window.ages().percentile(99), Goal.atMost(1.02));
            compared(rows, "CPU of the data path", "ms/frame", paced.windows(), WatchedWindow::cpuMillis, Goal.atMost(1.02));
            compared(rows, "busy device: throughput", "frames/s", busy.windows(), WatchedWindow::framesPerSecond, Goal.atLeast(0.98));
            compared(rows, "busy device: CPU of the data path", "ms/frame", busy.windows(), WatchedWindow::cpuMillis, Goal.atMost(1.02));
            for (Series one : List.of(paced, busy)) {
                String name = one == paced ? "100 frames/s: event loop, " : "busy device: event loop, ";
                rows.add(FigureRow.told(name + "without", one.windows().median(false, WatchedWindow::controlMillis), "ms/s"));
                rows.add(FigureRow.told(name + "with viewers", one.windows().median(true, WatchedWindow::controlMillis), "ms/s"));
            }
            rows.add(FigureRow.told("events that slow viewers missed", paced.dropped() + busy.dropped(), "events"));
        }
        run.note(String.format(Locale.ROOT, "%d viewers of GET /v1/live, of which %d read 512 bytes a second, in a process of their own; boards of 640 x 640 pixels, 8 cameras; exactly once; "
                + "application, cameras and reader in one process, the broker in another.", PROMPT + SLOW, SLOW));
        run.note(String.format(Locale.ROOT, "%d windows of %d s in turn without and with viewers. 'with / without': the median over windows with viewers, each divided by the mean of its two "
                + "neighbours; 'chance': how far the same comparison among windows without viewers is from 1, at most.", windows(run.quick()), seconds(run.quick())));
        run.note("Age: from when a camera hands the frame to its producer until a read_committed reader has its detections. CPU of the data path: all Java threads of the application"
                + " but the control plane's. The viewers' own reading takes CPU of the same cores.");
        return rows;
    }

    /** @param dropped events that fell out of slow viewers' queues */
    private record Series(WatchedSeries windows, double dropped) {}

    private static void compared(List<FigureRow> rows, String name, String unit, WatchedSeries series, ToDoubleFunction<WatchedWindow> value, Goal goal) {
        Samples chance = series.chance(value);
        rows.add(FigureRow.told(name + ": without", series.median(false, value), unit));
        rows.add(FigureRow.told(name + ": with viewers", series.median(true, value), unit));
        rows.add(FigureRow.of(name + ": with / without", series.effect(value).median(), "", goal));
        rows.add(FigureRow.told(name + ": chance", 100 * Math.max(chance.max() - 1, 1 - chance.min()), "%"));
    }

    private static Series series(FigureRun run, FramelotConfig config, double framesPerSecond, String what, long leftSeconds) throws IOException, InterruptedException {
        run.progress().say(what + ": warming up", leftSeconds);
        TopicsCommand.create(config, 4, 0);
        try (DetectionReader reader = new DetectionReader(config);
                FramelotApp app = FramelotApp.start(config);
                Viewers viewers = Viewers.of(URI.create(app.url().orElseThrow()), PROMPT, SLOW);
                FramePublisher publisher = new FramePublisher(
                        Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "client.id", "figure-cameras"),
                        config.topics().frames(),
                        new AvroFrames(FrameCodecs.bundled().cameraFrame(config.topics().frames())),
                        PublishObserver.none())) {
            Thread sending = new Thread(
                    () -> publisher.run(new StampedFrames(BoardImages.cameras(run.seed())), new SendSchedule(framesPerSecond, Long.MAX_VALUE)), "figure-cameras");
            sending.setDaemon(true);
            sending.start();
            // With viewers too: the first of them have the event loop's code compiled.
            viewers.open();
            TimeUnit.NANOSECONDS.sleep(warmUp(run.quick()).toNanos());
            viewers.leave();
            List<WatchedWindow> windows = new ArrayList<>();
            for (int i = 0; i < windows(run.quick()); i++) {
                boolean watched = i % 2 == 1;
                run.progress().say(what + ": window " + (i + 1) + " of " + windows(run.quick()), leftSeconds - (warmUp(run.quick()).toSeconds() + i * (seconds(run.quick()) + 1)));
                if (watched) {
                    viewers.open();
                }
                TimeUnit.SECONDS.sleep(1);
                windows.add(window(watched, reader, seconds(run.quick())));
                if (app.ended()) {
                    throw new IllegalStateException("The application ended while it was measured; its messages above say why");
                }
                if (watched) {
                    viewers.leave();
                }
            }
            publisher.stop();
            sending.join();
            return new Series(new WatchedSeries(windows), dropped(URI.create(app.url().orElseThrow())));
        }
    }

    private static WatchedWindow window(boolean watched, DetectionReader reader, long seconds) throws InterruptedException {
        int before = reader.count();
        ThreadMeter begin = ThreadMeter.read();
        long beganNanos = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        int after = reader.count();
        long nanos = System.nanoTime() - beganNanos;
        ThreadMeter end = ThreadMeter.read();
        if (after == before) {
            throw new IllegalStateException("Not one result came in " + seconds + " s; this machine is too busy to measure");
        }
        return WatchedWindow.of(watched, reader.after(before).subList(0, after - before), nanos, begin, end);
    }

    private static double dropped(URI page) throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient().send(HttpRequest.newBuilder(page.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString()).body();
        return metrics.lines().filter(line -> line.startsWith("framelot_http_dropped_events_total ")).mapToDouble(line -> Double.parseDouble(line.split(" ")[1])).findFirst().orElse(Double.NaN);
    }
}
