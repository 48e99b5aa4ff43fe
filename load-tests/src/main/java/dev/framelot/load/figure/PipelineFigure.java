package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.FramelotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

final class PipelineFigure implements Figure {
    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String what() {
        return "frames/s through Kafka and back against decode + session alone, shipped model on CPU, one lane, the same threads, alternating in one run;"
                + " the broker shares the cores";
    }

    @Override
    public List<FigureRow> measure(Run run, Consumer<String> progress) throws Exception {
        int repeats = run.quick() ? 1 : 5;
        int frames = run.quick() ? 600 : 1_500;
        List<FigureRow> rows = new ArrayList<>();
        try (Rig rig = new Rig()) {
            for (int threads : new int[] {1, 2}) {
                List<Double> bare = new ArrayList<>();
                List<Double> whole = new ArrayList<>();
                for (int i = 1; i <= repeats; i++) {
                    progress.accept("session of " + threads + " thread(s), repeat " + i + " of " + repeats);
                    FramelotConfig config = rig.config(Map.of("inference.threads", String.valueOf(threads), "inference.lanes", "1", "delivery.guarantee", "at-least-once"));
                    bare.add(BareLoop.run(config, Rig.boards(run.seed()), frames).framesPerSecond());
                    rig.fill(config, Rig.boards(run.seed()), frames);
                    try (FramelotApp app = FramelotApp.start(config)) {
                        whole.add(Rig.drainRate(app, frames));
                    }
                }
                String name = threads + " session thread" + (threads == 1 ? "" : "s");
                rows.add(FigureRow.plain("bare loop, " + name, Statistics.median(bare), "frames/s"));
                rows.add(FigureRow.plain("end to end, " + name, Statistics.median(whole), "frames/s"));
                rows.add(FigureRow.atLeast("end to end / bare, " + name, Statistics.median(whole) / Statistics.median(bare), "ratio", 0.90));
            }
        }
        return rows;
    }
}
