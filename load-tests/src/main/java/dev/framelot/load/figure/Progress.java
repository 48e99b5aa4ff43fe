package dev.framelot.load.figure;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says on a line each what is being measured and about how long it will still take. Owner: the measuring thread. */
final class Progress {
    private final PrintStream out;
    private final String figure;
    private final long beganNanos;
    private final LongSupplier nanoClock;
    private long leftSeconds;
    private long saidNanos;

    /** @param plannedSeconds of the whole figure */
    Progress(PrintStream out, String figure, long plannedSeconds, LongSupplier nanoClock) {
        this.out = out;
        this.figure = figure;
        this.nanoClock = nanoClock;
        this.beganNanos = nanoClock.getAsLong();
        this.saidNanos = beganNanos;
        this.leftSeconds = plannedSeconds;
    }

    /** @param left time for what is said and all after it, seconds: a better estimate than the plan's */
    void say(String what, long left) {
        leftSeconds = left;
        saidNanos = nanoClock.getAsLong();
        out.printf(Locale.ROOT, "figure %s: %s (%d s so far, about %d s left)%n", figure, what, (saidNanos - beganNanos) / 1_000_000_000, leftSeconds);
    }

    void say(String what) {
        say(what, Math.max(1, leftSeconds - (nanoClock.getAsLong() - saidNanos) / 1_000_000_000));
    }
}
