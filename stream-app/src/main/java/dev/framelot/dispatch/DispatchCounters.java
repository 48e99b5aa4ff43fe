package dev.framelot.dispatch;

import dev.framelot.batching.Batch;
import dev.framelot.batching.DispatchReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the dispatcher sent to the lanes. Written by the dispatcher, read by any thread. */
public final class DispatchCounters {
    private final LongAdder batches = new LongAdder();
    private final LongAdder frames = new LongAdder();
    private final LongAdder places = new LongAdder();
    private final Map<DispatchReason, LongAdder> byReason = new EnumMap<>(DispatchReason.class);

    public DispatchCounters() {
        for (DispatchReason reason : DispatchReason.values()) {
            byReason.put(reason, new LongAdder());
        }
    }

    void dispatched(Batch batch) {
        batches.increment();
        frames.add(batch.frames().size());
        places.add(batch.shape());
        byReason.get(batch.reason()).increment();
    }

    public long batches() {
        return batches.sum();
    }

    /** Real frames in all batches. */
    public long frames() {
        return frames.sum();
    }

    /** Places in all batches, padding included. */
    public long places() {
        return places.sum();
    }

    public long batches(DispatchReason reason) {
        return byReason.get(reason).sum();
    }
}
