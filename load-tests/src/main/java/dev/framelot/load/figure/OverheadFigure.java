package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a frame costs beyond decoding and the run. The device is declared to take no time, so that the difference of two sums of
 * some milliseconds is not lost in the scatter of a model's run; decoding is to the model's own size.
 */
final class OverheadFigure implements Figure {
    private static final int MODEL_SIDE = 640;
    private static final double LIVE_RATE = 100;

    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 70 : 180;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        int rounds = run.quickOr(2, 5);
        int skip = 1_500;
        int frames = run.quickOr(3_000, 6_000);
        Duration warmUp = Duration.ofSeconds(5);
        Duration measured = Duration.ofSeconds(run.quickOr(10, 30));
        long live = warmUp.plus(measured).toSeconds() + 6;
        run.progress().say("starting a broker and drawing boards");
        List<byte[]> jpegs = BoardImages.jpegs(run.seed());
        try (BrokerChild broker = BrokerChild.start()) {
            FigureSettings settings = FigureSettings.of(broker.bootstrapServers()).declaredCost("0ms", "0ms", MODEL_SIDE);
            FramelotConfig config = settings.asNewGroup();
            run.progress().say("publishing a backlog", rounds * 2L * (3 + frames / 400) + live + 15);
            Backlog.fill(config, BoardImages.cameras(run.seed()), skip + frames + Drain.MARGIN_FRAMES);
            double consumerBytes = BareConsumer.allocatedBytesPerFrame(config, frames);
            run.progress().say("warming up both ways");
            BareLoop.measure(config, jpegs, skip, skip);
            Drain.measure(settings.asNewGroup(), 100, skip + frames - 100);

            List<RateWindow> bare = new ArrayList<>();
            List<RateWindow> whole = new ArrayList<>();
            List<Double> beyond = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                run.progress().say("round " + round + " of " + rounds, (rounds - round + 1) * 2L * (3 + frames / 400) + live);
                RateWindow alone = BareLoop.measure(config, jpegs, skip, frames);
                RateWindow all = Drain.measure(settings.asNewGroup(), skip, frames);
                bare.add(alone);
                whole.add(all);
                beyond.add(all.cpuMillisPerFrame() - alone.cpuMillisPerFrame());
            }
            double bareCpu = Samples.of(bare.stream().map(RateWindow::cpuMillisPerFrame).toList()).median();
            Samples garbage = Samples.of(whole.stream().map(round -> (round.allocatedBytesPerFrame() - consumerBytes) / 1e3).toList());
            double allocated = garbage.median() * 1e3 + consumerBytes;

            run.progress().say("100 frames/s", live);
            settings.with("topics.frames", "frames.live").with("topics.detections", "detections.live").with("batching.max-wait", "0ms");
            LiveRound.Result paced = LiveRound.measure(settings.asNewGroup(), BoardImages.cameras(run.seed()), LIVE_RATE, warmUp, measured);

            run.note(String.format(Locale.ROOT, "CPU: of the application's process, collector and compiler included, less that of a bare loop with the same decoders and lanes; "
                    + "exactly once, a backlog of boards of %.0f kB at full rate, a declared device that takes no time; %d rounds of %d frames in turn. "
                    + "The broker's CPU is in a process of its own and not counted.", BoardImages.meanKilobytes(jpegs), rounds, frames));
            run.note("Garbage: allocated by the application's threads; a bare consumer of the same records allocates the fetched bytes too, which no reader of Kafka can spare. "
                    + String.format(Locale.ROOT, "Beyond these: rounds from %.1f to %.1f kB.", garbage.min(), garbage.max()));
            run.note("At 100 frames/s: CPU of the application's Java threads (collector and compiler left out) without batching, so each frame pays for its own wake-ups, requests and commit.");
            return List.of(
                    FigureRow.told("CPU of bare decoding and lanes", bareCpu, "ms/frame"),
                    FigureRow.told("CPU of the application", Samples.of(whole.stream().map(RateWindow::cpuMillisPerFrame).toList()).median(), "ms/frame"),
                    FigureRow.of("CPU beyond decoding and run", Samples.of(beyond).median(), "ms/frame", Goal.atMost(0.5)),
                    FigureRow.told("CPU beyond, at 100 frames/s one by one", paced.threads().cpuNanos() / 1e6 / paced.frames() - bareCpu, "ms/frame"),
                    FigureRow.told("allocated by the application", allocated / 1e3, "kB/frame"),
                    FigureRow.told("allocated by a bare consumer", consumerBytes / 1e3, "kB/frame"),
                    FigureRow.of("garbage beyond the fetched records", garbage.median(), "kB/frame", Goal.atMost(20)));
        }
    }
}
