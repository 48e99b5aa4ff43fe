package dev.framelot.app;

import dev.framelot.inference.profile.ProfileProgress;
import dev.framelot.inference.profile.ShapeRun;
import java.io.PrintWriter;
import java.util.Locale;

/** Progress of measuring for a person: one line that is written over on a terminal, a line a batch size elsewhere. */
final class ProfileScreen implements ProfileProgress {
    private final PrintWriter err;
    private final boolean terminal;
    private final int maxBatch;

    ProfileScreen(PrintWriter err, boolean terminal, int maxBatch) {
        this.err = err;
        this.terminal = terminal;
        this.maxBatch = maxBatch;
    }

    @Override
    public void begins(int shape) {
        over("batch of " + shape + ": warming up");
    }

    @Override
    public void ran(int shape, int runs, int ofRuns, long remainingNanos) {
        int doublings = 31 - Integer.numberOfLeadingZeros(Math.max(1, maxBatch / shape));
        over(String.format(Locale.ROOT, "batch of %d: run %d of %d, %.0f s left; then at most %d larger", shape, runs, ofRuns,
                Math.ceil(remainingNanos / 1e9), doublings));
    }

    @Override
    public void finished(ShapeRun run) {
        if (!terminal) {
            err.printf(Locale.ROOT, "batch of %d: %.2f ms, %.1f frames/s%n", run.shape(), run.cost().medianNanos() / 1e6, run.framesPerSecond());
            err.flush();
        }
    }

    void clear() {
        over("");
    }

    private void over(String line) {
        if (terminal) {
            err.print("\r\033[2K" + line);
            err.flush();
        }
    }
}
