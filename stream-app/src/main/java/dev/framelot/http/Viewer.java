package dev.framelot.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;

/** One open stream of events with a bounded queue: where its reader is slow the oldest fall out. Owned by the event loop. */
final class Viewer {
    static final int QUEUED_EVENTS = 64;
    static final int WRITE_QUEUE_BYTES = 64 << 10;

    private final HttpServerResponse response;
    private final OpenConnections connections;
    private final ArrayDeque<Buffer> queue = new ArrayDeque<>();
    private long dropped;

    /** @param connections counts what falls out */
    Viewer(HttpServerResponse response, OpenConnections connections) {
        this.response = response;
        this.connections = connections;
        response.setChunked(true)
                .setWriteQueueMaxSize(WRITE_QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        response.drainHandler(drained -> flush());
        // The head goes at once, so that a reader knows that it is connected before anything happens.
        response.write(": connected\n\n");
    }

    /** The same buffer may go to many viewers: nobody writes to it. */
    void offer(Buffer event) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (queue.isEmpty() && !response.writeQueueFull()) {
            response.write(event);
            return;
        }
        if (queue.size() == QUEUED_EVENTS) {
            queue.removeFirst();
            dropped++;
            connections.dropped();
        }
        queue.addLast(event);
    }

    int queued() {
        return queue.size();
    }

    /** Events that fell out since the start. */
    long dropped() {
        return dropped;
    }

    /** Writes nothing where a reader is slow: its connection is not idle then. */
    void keepAlive() {
        if (queue.isEmpty() && !response.writeQueueFull()) {
            response.write(": \n\n");
        }
    }

    void end() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    private void flush() {
        while (!queue.isEmpty() && !response.writeQueueFull()) {
            response.write(queue.removeFirst());
        }
    }

    static Buffer event(String name, Buffer json) {
        return Buffer.buffer("event: " + name + "\ndata: ").appendBuffer(json).appendString("\n\n");
    }
}
