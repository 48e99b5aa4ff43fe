package dev.framelot.http;

/** How many connections stay open, feeds and sockets together, and what slow ones missed. Owned by the event loop; {@link #open} and {@link #droppedEvents} may be read by any thread. */
final class OpenConnections {
    private final int most;
    private volatile int open;
    private volatile long droppedEvents;

    OpenConnections(int most) {
        this.most = most;
    }

    /** False: no more. */
    boolean enter() {
        if (open >= most) {
            return false;
        }
        set(open + 1);
        return true;
    }

    void leave() {
        set(open - 1);
    }

    private void set(int now) {
        open = now;
    }

    /** An event fell out of a viewer's queue. */
    void dropped() {
        long before = droppedEvents;
        droppedEvents = before + 1;
    }

    /** Of all viewers since the start. */
    long droppedEvents() {
        return droppedEvents;
    }

    int open() {
        return open;
    }

    Problem full() {
        return Problem.of(503, "Too many viewers", most + " connections are open (http.viewers); close one, or raise the limit");
    }
}
