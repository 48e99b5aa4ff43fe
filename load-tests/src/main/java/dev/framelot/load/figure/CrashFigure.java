package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig.Delivery.Guarantee;
import dev.framelot.load.crash.CrashProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

final class CrashFigure implements Figure {
    @Override
    public String name() {
        return "crash";
    }

    @Override
    public String what() {
        return "kill -9, TERM, zombies and rebalances of two instances at 200 frames/s; every frame looked for among committed outcomes";
    }

    @Override
    public List<FigureRow> measure(Run run, Consumer<String> progress) throws Exception {
        List<FigureRow> rows = new ArrayList<>();
        for (Guarantee guarantee : Guarantee.values()) {
            String name = guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-');
            CrashProof proof = new CrashProof(
                    new CrashProof.Setup(guarantee, run.quick() ? 10 : 50, 12, 200, run.seed()), line -> progress.accept(name + ": " + line));
            Thread stopper = new Thread(proof::stop);
            Runtime.getRuntime().addShutdownHook(stopper);
            CrashProof.Result result = proof.run();
            Runtime.getRuntime().removeShutdownHook(stopper);
            rows.add(FigureRow.plain(name + ": frames published", result.books().published(), "frames"));
            rows.add(FigureRow.atLeast(name + ": kill -9", result.kills(), "kills", run.quick() ? 10 : 50));
            rows.add(FigureRow.exactly(name + ": books final", result.caughtUp() ? 1 : 0, "yes=1", 1));
            rows.add(FigureRow.exactly(name + ": lost", result.books().lost(), "frames", 0));
            rows.add(guarantee == Guarantee.EXACTLY_ONCE
                    ? FigureRow.exactly(name + ": doubled", result.books().duplicated(), "records", 0)
                    : FigureRow.plain(name + ": doubled", result.books().duplicated(), "records"));
            rows.add(FigureRow.exactly(name + ": out of order", result.books().outOfOrder(), "frames", 0));
            rows.add(FigureRow.exactly(name + ": TERM without exit 0", result.termsNotZero(), "instances", 0));
        }
        return rows;
    }
}
