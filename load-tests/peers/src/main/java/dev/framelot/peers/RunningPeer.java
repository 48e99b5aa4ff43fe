package dev.framelot.peers;

import java.util.concurrent.CompletableFuture;

/** A peer at work. Closing drains it as far as its library does; it may be closed more than once. */
public interface RunningPeer extends AutoCloseable {
    /** Completes when the peer has ended by itself; exceptionally where it failed. */
    CompletableFuture<Void> ended();

    @Override
    void close() throws Exception;
}
