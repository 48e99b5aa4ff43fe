package dev.framelot.dispatch;

import dev.framelot.batching.Decision;
import java.util.ArrayList;
import java.util.List;

/** The last decisions, newest last, with what their runs took. Written by the dispatcher, read by any thread. */
public final class DecisionLog {
    static final int KEPT = 256;

    /** @param actualNanos 0 while the batch runs */
    public record Entry(Decision decision, long actualNanos) {}

    private final Entry[] ring = new Entry[KEPT];
    private long written;

    synchronized void decided(Decision decision) {
        ring[(int) (written++ % KEPT)] = new Entry(decision, 0);
    }

    synchronized void ran(long batchId, long actualNanos) {
        for (long i = written - 1; i >= Math.max(0, written - KEPT); i--) {
            Entry entry = ring[(int) (i % KEPT)];
            if (entry.decision.batch().batchId() == batchId) {
                ring[(int) (i % KEPT)] = new Entry(entry.decision, actualNanos);
                return;
            }
        }
    }

    /** At most {@value #KEPT}. */
    public synchronized List<Entry> last(int most) {
        List<Entry> entries = new ArrayList<>();
        for (long i = Math.max(0, written - Math.min(most, KEPT)); i < written; i++) {
            entries.add(ring[(int) (i % KEPT)]);
        }
        return entries;
    }
}
