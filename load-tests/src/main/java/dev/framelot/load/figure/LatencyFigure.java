package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.SendSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

final class LatencyFigure implements Figure {
    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String what() {
        return "scheduled send to seen by a consumer, less decode and run; drawn boards, at-least-once, no wait for company, a declared 5 ms device";
    }

    @Override
    public List<FigureRow> measure(Run run, Consumer<String> progress) throws Exception {
        int repeats = run.quick() ? 1 : 3;
        int seconds = run.quick() ? 15 : 30;
        List<FigureRow> rows = new ArrayList<>();
        try (Rig rig = new Rig()) {
            for (double rate : new double[] {20, 100}) {
                List<Double> p50 = new ArrayList<>();
                List<Double> p99 = new ArrayList<>();
                for (int i = 1; i <= repeats; i++) {
                    progress.accept(String.format("%.0f frames/s, repeat %d of %d, %d s each", rate, i, repeats, seconds + 10));
                    double[] added = SeenLatency.added(once(rig, rate, seconds, run.seed()));
                    p50.add(Statistics.percentile(added, 50));
                    p99.add(Statistics.percentile(added, 99));
                }
                rows.add(FigureRow.atMost(String.format("added p50 at %.0f frames/s", rate), Statistics.median(p50), "ms", 4));
                rows.add(FigureRow.atMost(String.format("added p99 at %.0f frames/s", rate), Statistics.median(p99), "ms", 15));
            }
        }
        return rows;
    }

    private static List<SeenLatency.Sample> once(Rig rig, double rate, int seconds, long seed) {
        FramelotConfig config = rig.config(Map.of("delivery.guarantee", "at-least-once", "inference.engine", "declared-cost", "inference.declared-cost.fixed", "5ms",
                "inference.declared-cost.per-frame", "0ms", "batching.max-wait", "0ms"));
        try (FramelotApp app = FramelotApp.start(config);
                SeenLatency seen = new SeenLatency(config)) {
            awaitRunning(app);
            // Five seconds for the JIT, then the measured ones.
            int warmUp = (int) (5 * rate);
            rig.publish(config, Rig.boards(seed), new SendSchedule(rate, warmUp + (long) (seconds * rate)), PublishObserver.none());
            return seen.await(warmUp);
        }
    }

    static void awaitRunning(FramelotApp app) {
        while (!app.running() && !app.ended()) {
            LockSupport.parkNanos(5_000_000);
        }
    }
}
