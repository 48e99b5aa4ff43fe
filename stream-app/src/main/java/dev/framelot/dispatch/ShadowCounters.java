package dev.framelot.dispatch;

import java.util.concurrent.atomic.LongAdder;

/** Frames that a shadow was offered, since the start, whichever model it was. Written by lanes and the shadow, read by any thread. */
public final class ShadowCounters {
    final LongAdder ran = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder failed = new LongAdder();

    /** With a result. */
    public long ran() {
        return ran.sum();
    }

    /** The shadow had no place for them: the live path left it too little time. */
    public long dropped() {
        return dropped.sum();
    }

    /** The shadow's model failed on them. */
    public long failed() {
        return failed.sum();
    }
}
