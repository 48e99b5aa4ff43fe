package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.FramelotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

final class OverheadFigure implements Figure {
    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String what() {
        return "CPU and garbage per frame of the application's own threads (stream, its Kafka clients, dispatcher, decode, lane) beyond those of decode + session alone";
    }

    @Override
    public List<FigureRow> measure(Run run, Consumer<String> progress) throws Exception {
        int repeats = run.quick() ? 1 : 3;
        int frames = run.quick() ? 600 : 1_500;
        List<Double> cpu = new ArrayList<>();
        List<Double> garbage = new ArrayList<>();
        double recordBytes = Rig.board(run.seed()).image().length;
        try (Rig rig = new Rig()) {
            for (int i = 1; i <= repeats; i++) {
                progress.accept("repeat " + i + " of " + repeats);
                FramelotConfig config = rig.config(Map.of("inference.threads", "1", "inference.lanes", "1", "delivery.guarantee", "at-least-once"));
                BareLoop.Result bare = BareLoop.run(config, Rig.boards(run.seed()), frames);
                rig.fill(config, Rig.boards(run.seed()), frames);
                Predicate<String> ours = name -> name.startsWith("framelot-") || name.contains(config.kafka().applicationId() + "-");
                try (FramelotApp app = FramelotApp.start(config)) {
                    Rig.awaitDetected(app, frames / 5);
                    ThreadCost cost = new ThreadCost(ours);
                    long from = app.stats().detected();
                    Rig.awaitDetected(app, frames);
                    ThreadCost.Sum spent = cost.now();
                    double counted = app.stats().detected() - from;
                    cpu.add(spent.cpuMillis() / counted - bare.cpuMillisPerFrame());
                    garbage.add(spent.allocatedBytes() / counted - bare.garbageBytesPerFrame());
                }
            }
        }
        double kB = Statistics.median(garbage) / 1e3;
        return List.of(
                FigureRow.atMost("CPU beyond decode and run", Statistics.median(cpu), "ms/frame", 0.5),
                FigureRow.plain("garbage in all", kB, "kB/frame"),
                FigureRow.plain("a frame's own bytes", recordBytes / 1e3, "kB"),
                FigureRow.atMost("garbage beyond the fetched record", kB - recordBytes / 1e3, "kB/frame", 20));
    }
}
