package dev.framelot.load.figure;

import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Latency;
import dev.framelot.load.measure.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the application adds to decoding and the model's run, at least once, when each frame goes at once. */
final class LatencyFigure implements Figure {
    private static final int MODEL_SIDE = 640;

    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 65 : 200;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        Duration warmUp = Duration.ofSeconds(run.quickOr(8, 20));
        Duration measured = Duration.ofSeconds(run.quickOr(15, 60));
        long round = warmUp.plus(measured).toSeconds() + 6;
        List<FigureRow> rows = new ArrayList<>();
        run.progress().say("starting a broker and drawing boards");
        try (BrokerChild broker = BrokerChild.start()) {
            FigureSettings settings = FigureSettings.of(broker.bootstrapServers())
                    .guarantee(Guarantee.AT_LEAST_ONCE)
                    .with("batching.max-wait", "0ms")
                    .with("topics.frames", "frames.100")
                    .with("topics.detections", "detections.100")
                    .declaredCost("5ms", "0ms", MODEL_SIDE);
            run.progress().say("100 frames/s, declared device of 5 ms", 2 * round);
            LiveRound.Result fast = LiveRound.measure(settings.asNewGroup(), BoardImages.cameras(run.seed()), 100, warmUp, measured);
            run.progress().say("20 frames/s, shipped model", round);
            settings.with("topics.frames", "frames.20").with("topics.detections", "detections.20").with("inference.engine", "onnx");
            LiveRound.Result slow = LiveRound.measure(settings.asNewGroup(), BoardImages.cameras(run.seed()), 20, warmUp, measured);
            rows(rows, "20 frames/s, model", slow);
            rows(rows, "100 frames/s, declared 5 ms", fast);
        }
        run.note("Added: from when a camera hands the frame to its producer, without the frame's decoding and its batch's run as recorded in its"
                + " stages; boxes and suppression count as added. Produced: the application makes the record; seen: a reader has it.");
        run.note(String.format(Locale.ROOT, "At least once, no waiting for company (batching.max-wait 0), boards of 640 x 640 pixels, 8 cameras in turn; cameras, "
                + "application and reader in one process, the broker in another; %d s after %d s of warming up.", measured.toSeconds(), warmUp.toSeconds()));
        return rows;
    }

    private static void rows(List<FigureRow> rows, String what, LiveRound.Result result) {
        rows.add(FigureRow.told(what + ": decoding and run, p50", result.each(Latency::work).median(), "ms"));
        Samples produced = result.each(Latency::addedUntilProduced);
        rows.add(FigureRow.of(what + ": added until produced, p50", produced.median(), "ms", Goal.atMost(4)));
        rows.add(FigureRow.of(what + ": added until produced, p99", produced.percentile(99), "ms", Goal.atMost(15)));
        rows.add(FigureRow.told(what + ": of it until taken, p50", result.each(Latency::taken).median(), "ms"));
        rows.add(FigureRow.told(what + ": of it waits for threads, p50", result.each(Latency::waits).median(), "ms"));
        rows.add(FigureRow.told(what + ": of it boxes, p50", result.each(Latency::boxes).median(), "ms"));
        rows.add(FigureRow.told(what + ": of it until emitted, p50", result.each(Latency::emit).median(), "ms"));
        Samples seen = result.each(Latency::addedUntilSeen);
        rows.add(FigureRow.told(what + ": added until seen, p50", seen.median(), "ms"));
        rows.add(FigureRow.told(what + ": added until seen, p99", seen.percentile(99), "ms"));
    }
}
