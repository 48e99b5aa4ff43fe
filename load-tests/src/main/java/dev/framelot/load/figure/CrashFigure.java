package dev.framelot.load.figure;

import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.load.crash.CrashProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The crash proof under both guarantees. */
final class CrashFigure implements Figure {
    private static final int CAMERAS = 12;
    private static final double FRAMES_PER_SECOND = 200;

    @Override
    public long plannedSeconds(boolean quick) {
        return 2 * secondsOfProof(kills(quick));
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        int kills = kills(run.quick());
        List<FigureRow> rows = new ArrayList<>();
        for (Guarantee guarantee : Guarantee.values()) {
            String name = guarantee.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            long after = guarantee == Guarantee.values()[0] ? secondsOfProof(kills) : 0;
            run.progress().say(name + ": starting a broker and two instances", secondsOfProof(kills) + after);
            CrashProof proof = new CrashProof(
                    new CrashProof.Setup(guarantee, kills, CAMERAS, FRAMES_PER_SECOND, run.seed()), line -> run.progress().say(name + ": " + line));
            CrashProof.Result result = proof.run();
            rows(rows, name, guarantee == Guarantee.EXACTLY_ONCE, kills, result);
            if (!result.caughtUp()) {
                run.note(name + ": the instances did not catch up in time, so what counts as lost may only be late; first missing: " + result.firstLost());
            }
        }
        run.note("Two to three instances in processes of their own, 12 cameras at 200 frames/s on 4 partitions and 3 more at 50 frames/s for a second model in a topic of its own,"
                + " a declared device of 30 ms a batch that the two share; besides the kills:"
                + " stops, instances frozen beyond their session, and instances that join. Every published frame is looked for by a read_committed reader.");
        return rows;
    }

    private static void rows(List<FigureRow> rows, String name, boolean exactlyOnce, int kills, CrashProof.Result result) {
        rows.add(FigureRow.told(name + ": frames published", result.books().published(), "frames"));
        rows.add(FigureRow.of(name + ": for the second model among them", result.published().forSecond(), "frames", Goal.atLeast(1)));
        rows.add(FigureRow.of(name + ": kill -9", result.kills(), "kills", Goal.atLeast(kills)));
        rows.add(FigureRow.of(name + ": books final", result.caughtUp() ? 1 : 0, "yes = 1", Goal.exactly(1)));
        rows.add(FigureRow.of(name + ": lost", result.books().lost(), "frames", Goal.exactly(0)));
        rows.add(exactlyOnce
                ? FigureRow.of(name + ": doubled", result.books().duplicated(), "frames", Goal.exactly(0))
                : FigureRow.told(name + ": doubled", result.books().duplicated(), "frames"));
        rows.add(FigureRow.of(name + ": out of order", result.books().outOfOrder(), "frames", Goal.exactly(0)));
        rows.add(FigureRow.of(name + ": never published", result.books().unexpected(), "frames", Goal.exactly(0)));
        rows.add(FigureRow.told(name + ": frozen and woken", result.zombies(), "instances"));
        rows.add(FigureRow.told(name + ": stopped", result.terms(), "instances"));
        rows.add(FigureRow.of(name + ": stopped and not exited 0", result.termsNotZero(), "instances", Goal.exactly(0)));
    }

    private static int kills(boolean quick) {
        return quick ? 10 : 50;
    }

    /** As the proof itself reckons: a third more other faults, 5 s each. */
    private static long secondsOfProof(int kills) {
        return kills * 4 / 3 * 5 + 30;
    }
}
