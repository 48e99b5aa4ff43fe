package dev.framelot.app;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells a person what is waited for, and how long so far: one line that is written over on a terminal, a line at the beginning elsewhere. */
final class WaitingLine {
    private final PrintWriter err;
    private final boolean terminal;

    WaitingLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** What is waited for, on the caller's thread. */
    interface Work<T, E extends Exception> {
        T await() throws InterruptedException, E;
    }

    <T, E extends Exception> T during(String what, Work<T, E> work) throws InterruptedException, E {
        if (!terminal) {
            err.println(what);
            err.flush();
            return work.await();
        }
        long beganNanos = System.nanoTime();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "framelot-waiting-line");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleAtFixedRate(() -> over(what + " … " + (System.nanoTime() - beganNanos) / 1_000_000_000 + " s"), 0, 1, TimeUnit.SECONDS);
        try {
            return work.await();
        } finally {
            clock.shutdownNow();
            clock.awaitTermination(1, TimeUnit.SECONDS);
            over("");
        }
    }

    private void over(String line) {
        err.print("\r\033[2K" + line);
        err.flush();
    }
}
