package dev.framelot.load.run;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a load test is: a bar that redraws itself on a terminal, else a line for each phase. Owner: the measuring thread. */
public final class ProgressBar {
    private static final int WIDTH = 24;
    private static final long REDRAW_NANOS = 200_000_000L;

    private final PrintWriter out;
    private final boolean redraws;
    private final LongSupplier nanoClock;
    private final long beganNanos;
    private double plannedSeconds;
    private double afterwardsSeconds;
    private long drawnNanos;
    private String phase = "";

    /** @param redraws whether {@code out} is a terminal */
    public ProgressBar(PrintWriter out, boolean redraws, double plannedSeconds, LongSupplier nanoClock) {
        this.out = out;
        this.redraws = redraws;
        this.plannedSeconds = plannedSeconds;
        this.nanoClock = nanoClock;
        this.beganNanos = nanoClock.getAsLong();
    }

    /** What will follow when all that the coming phases know of is done. */
    public void afterwards(double seconds) {
        afterwardsSeconds = seconds;
    }

    /** A new phase begins. @param leftSeconds of it and all after it: better known now than when planned */
    public void phase(String what, double leftSeconds) {
        phase = what;
        plannedSeconds = secondsSoFar() + leftSeconds + afterwardsSeconds;
        draw();
    }

    /** Called often; redraws now and then. */
    public void tick() {
        if (redraws && nanoClock.getAsLong() - drawnNanos >= REDRAW_NANOS) {
            draw();
        }
    }

    public void end() {
        if (redraws) {
            out.print("\r\u001b[2K");
            out.flush();
        }
    }

    private double secondsSoFar() {
        return (nanoClock.getAsLong() - beganNanos) / 1e9;
    }

    private void draw() {
        drawnNanos = nanoClock.getAsLong();
        if (redraws) {
            out.print("\r\u001b[2K" + line());
        } else {
            out.println(line());
        }
        out.flush();
    }

    String line() {
        double done = plannedSeconds <= 0 ? 1 : Math.min(1, secondsSoFar() / plannedSeconds);
        int filled = (int) Math.round(done * WIDTH);
        return String.format(Locale.ROOT, "[%s%s] %3.0f %%  about %.0f s left  %s", "#".repeat(filled), "-".repeat(WIDTH - filled), 100 * done,
                Math.max(0, plannedSeconds - secondsSoFar()), phase);
    }
}
