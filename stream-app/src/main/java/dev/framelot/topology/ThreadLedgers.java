package dev.framelot.topology;

import java.util.function.Supplier;

/** The ledger of whichever stream thread asks. One instance an application. */
final class ThreadLedgers {
    private final ThreadLocal<ThreadLedger> ofThread;

    /** @param turns one for each stream thread */
    ThreadLedgers(Supplier<ForwardingTurn> turns) {
        ofThread = ThreadLocal.withInitial(() -> new ThreadLedger(turns.get()));
    }

    ThreadLedger mine() {
        return ofThread.get();
    }
}
