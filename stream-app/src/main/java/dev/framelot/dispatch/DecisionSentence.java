package dev.framelot.dispatch;

import dev.framelot.batching.Batch;
import dev.framelot.batching.Decision;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueuedFrame;
import java.util.Locale;

/** A decision as a person reads it: what waited, what went, why then, and what it took. */
public final class DecisionSentence {
    private DecisionSentence() {}

    public static String of(DecisionLog.Entry entry) {
        Decision d = entry.decision();
        Batch batch = d.batch();
        int padding = batch.shape() - batch.frames().size();
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s: %d of %d waiting frames%s", d.mode(), batch.frames().size(), d.liveWaiting() + d.backfillWaiting(),
                d.backfillWaiting() == 0 ? "" : " (" + d.backfillWaiting() + " backfill)"));
        text.append(String.format(Locale.ROOT, " in shape %d%s, because %s", batch.shape(), padding == 0 ? "" : " (" + padding + " padding)", why(batch.reason())));
        text.append(String.format(Locale.ROOT, "; the oldest had waited %.1f ms", batch.oldestWaitNanos() / 1e6));
        if (d.headSlackNanos() != QueuedFrame.NO_DEADLINE) {
            text.append(String.format(Locale.ROOT, d.headSlackNanos() < 0 ? ", the first was %.1f ms late" : ", the first had %.1f ms left",
                    Math.abs(d.headSlackNanos()) / 1e6));
        }
        text.append(String.format(Locale.ROOT, "; %.1f frames/s arrived, b* was %d, load %.2f", d.perNano() * 1e9, d.stableShape(), d.load()));
        if (batch.predictedRunNanos() > 0) {
            text.append(String.format(Locale.ROOT, "; expected %.1f ms", batch.predictedRunNanos() / 1e6));
        }
        return text.append(entry.actualNanos() == 0 ? ", still running or failed" : String.format(Locale.ROOT, ", took %.1f ms", entry.actualNanos() / 1e6))
                .toString();
    }

    /** The end of "because …". */
    public static String why(DispatchReason reason) {
        return switch (reason) {
            case FULL -> "as many waited as a batch may hold";
            case BYTES -> "the waiting frames reached the limit of bytes";
            case OLDEST_WAITED -> "the oldest had waited as long as it may";
            case IDLE_DEVICE -> "the device was free and waiting would have gained nothing";
            case DEADLINE -> "the first deadline left no time to wait for company";
            case BACKLOG -> "more waited than one batch takes, and this shape has the most frames on time for its device time";
            case EFFICIENT -> "enough waited for the most efficient shape";
            case SLACK -> "no live frame waited and the device had time for backfill";
            case DRAIN -> "the application drains and nothing more will come";
        };
    }
}
