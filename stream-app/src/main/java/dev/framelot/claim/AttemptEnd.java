package dev.framelot.claim;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket when an attempt's time is over, whatever its fetcher waits for: a handshake that drips, a write that nobody reads.
 * Closed first, it leaves the socket alone.
 */
final class AttemptEnd implements AutoCloseable {
    /** One thread for all fetchers; it has at most one entry for each. */
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Future<?> end;

    AttemptEnd(Socket socket, long nanosLeft) {
        this.end = CLOCK.schedule(() -> shut(socket), Math.max(0, nanosLeft), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "framelot-fetch-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // Then it holds nobody any more.
        }
    }

    @Override
    public void close() {
        end.cancel(false);
    }
}
