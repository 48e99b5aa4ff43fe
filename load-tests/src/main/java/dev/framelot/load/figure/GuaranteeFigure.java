package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.SendSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

final class GuaranteeFigure implements Figure {
    @Override
    public String name() {
        return "guarantee";
    }

    @Override
    public String what() {
        return "exactly-once against at-least-once in one run: draining a backlog of boards with a declared 1 + 0.2 ms device, and latency at 50 frames/s with a commit interval of 30 ms";
    }

    @Override
    public List<FigureRow> measure(Run run, Consumer<String> progress) throws Exception {
        int repeats = run.quick() ? 1 : 3;
        int frames = run.quick() ? 3_000 : 10_000;
        List<Double> once = new ArrayList<>();
        List<Double> least = new ArrayList<>();
        List<Double> onceP50 = new ArrayList<>();
        List<Double> leastP50 = new ArrayList<>();
        try (Rig rig = new Rig()) {
            rate(rig, "at-least-once", 1_000, run.seed());
            for (int i = 1; i <= repeats; i++) {
                progress.accept("repeat " + i + " of " + repeats + ", about " + (repeats - i + 1) * (run.quick() ? 40 : 80) + " s left");
                least.add(rate(rig, "at-least-once", frames, run.seed()));
                once.add(rate(rig, "exactly-once", frames, run.seed()));
                leastP50.add(p50(rig, "at-least-once", run));
                onceP50.add(p50(rig, "exactly-once", run));
            }
        }
        double rateOnce = Statistics.median(once);
        double rateLeast = Statistics.median(least);
        return List.of(
                FigureRow.plain("at-least-once rate", rateLeast, "frames/s"),
                FigureRow.plain("exactly-once rate", rateOnce, "frames/s"),
                FigureRow.atLeast("exactly-once / at-least-once", rateOnce / rateLeast, "ratio", 0.95),
                FigureRow.plain("at-least-once p50", Statistics.median(leastP50), "ms"),
                FigureRow.plain("exactly-once p50", Statistics.median(onceP50), "ms"),
                FigureRow.atMost("added p50 of exactly-once", Statistics.median(onceP50) - Statistics.median(leastP50), "ms", 40));
    }

    private static double rate(Rig rig, String guarantee, int frames, long seed) {
        FramelotConfig config = rig.config(Map.of("delivery.guarantee", guarantee, "inference.engine", "declared-cost", "inference.declared-cost.fixed", "1ms",
                "inference.declared-cost.per-frame", "0.2ms"));
        rig.fill(config, Rig.boards(seed), frames);
        try (FramelotApp app = FramelotApp.start(config)) {
            return Rig.drainRate(app, frames);
        }
    }

    private static double p50(Rig rig, String guarantee, Run run) {
        FramelotConfig config = rig.config(Map.of("delivery.guarantee", guarantee, "delivery.commit-interval", "30ms", "inference.engine", "declared-cost",
                "inference.declared-cost.fixed", "5ms", "inference.declared-cost.per-frame", "0ms", "batching.max-wait", "0ms"));
        int frames = run.quick() ? 500 : 1_500;
        try (FramelotApp app = FramelotApp.start(config);
                SeenLatency seen = new SeenLatency(config)) {
            LatencyFigure.awaitRunning(app);
            rig.publish(config, Rig.boards(run.seed()), new SendSchedule(50, frames), PublishObserver.none());
            return Statistics.percentile(SeenLatency.total(seen.await(100)), 50);
        }
    }
}
