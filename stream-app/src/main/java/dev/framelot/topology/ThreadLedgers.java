package dev.framelot.topology;

/** The ledger of whichever stream thread asks. One instance an application. */
final class ThreadLedgers {
    private final ThreadLocal<ThreadLedger> ofThread = ThreadLocal.withInitial(ThreadLedger::new);

    ThreadLedger mine() {
        return ofThread.get();
    }
}
