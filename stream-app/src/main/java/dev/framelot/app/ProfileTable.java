package dev.framelot.app;

import dev.framelot.inference.MemoryReading;
import dev.framelot.inference.profile.Profile;
import dev.framelot.inference.profile.ShapeRun;
import java.util.List;
import java.util.Locale;

/** A profile as table and bars, 80 columns. */
final class ProfileTable {
    private static final int BAR_COLUMNS = 44;

    private ProfileTable() {}

    static String of(Profile profile) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s %s, %s, input %s%n", profile.modelName(), profile.modelVersion(), profile.key().precision(), profile.pattern()));
        text.append(String.format(Locale.ROOT, "%s on %s, %s, %s%n", profile.key().provider(), profile.key().device(), profile.key().runtime(),
                profile.key().threads() == 0 ? "threads: the runtime's choice" : profile.key().threads() + " threads"));
        text.append(of(profile.runs()));
        profile.memory().ifPresent(kind -> text.append(
                kind == MemoryReading.Kind.DEVICE
                        ? String.format("Memory: growth of the device's, by all processes.%n")
                        : String.format("Memory: growth of this process in RAM since the model was loaded.%n")));
        int chosen = profile.finding().chosen().orElseThrow();
        text.append(String.format(Locale.ROOT, "Largest batch that pays: %d. Stopped by %s: %s.%n", chosen,
                profile.finding().by().name().toLowerCase(Locale.ROOT), profile.finding().sentence()));
        return text.toString();
    }

    static String of(List<ShapeRun> runs) {
        if (runs.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(String.format("%n%6s %6s %11s %11s %11s %11s %12s%n", "batch", "runs", "median ms", "p95 ms", "frames/s",
                "ms/frame", "memory MiB"));
        double most = 0;
        for (ShapeRun run : runs) {
            most = Math.max(most, run.framesPerSecond());
            String memory = run.grownBytes().isPresent() ? String.format(Locale.ROOT, "%.1f", run.grownBytes().getAsLong() / 1048576.0) : "-";
            text.append(String.format(Locale.ROOT, "%6d %6d %11.2f %11.2f %11.1f %11.2f %12s%n", run.shape(), run.runs(), run.cost().medianNanos() / 1e6,
                    run.cost().p95Nanos() / 1e6, run.framesPerSecond(), run.millisPerFrame(), memory));
        }
        text.append(String.format("%n"));
        for (ShapeRun run : runs) {
            int columns = (int) Math.max(1, Math.round(BAR_COLUMNS * run.framesPerSecond() / most));
            text.append(String.format(Locale.ROOT, "%6d %-" + BAR_COLUMNS + "s %10.1f frames/s%n", run.shape(), "█".repeat(columns), run.framesPerSecond()));
        }
        return text.append(String.format("%n")).toString();
    }
}
