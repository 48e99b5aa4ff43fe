package dev.framelot.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Keeps a caller's connection while what was asked takes longer than a connection may be idle: now and then an interim answer, 100, which every client
 * of HTTP/1.1 has to pass over. Vert.x counts time without a byte either way, and would cut the connection in the middle of the work.
 */
final class StillWorking {
    private static final int SIGNS_WHILE_IDLE = 4;

    private final Vertx vertx;
    private final long everyMillis;

    /** @param idle after which the server ends a connection without traffic */
    StillWorking(Vertx vertx, Duration idle) {
        this.vertx = vertx;
        this.everyMillis = idle.toMillis() / SIGNS_WHILE_IDLE;
    }

    /** On the event loop. */
    <T> Future<T> during(RoutingContext context, Future<T> work) {
        if (context.request().version() == HttpVersion.HTTP_1_0) {
            return work;
        }
        HttpServerResponse response = context.response();
        long timer = vertx.setPeriodic(everyMillis, tick -> {
            if (!response.closed() && !response.headWritten()) {
                response.writeContinue();
            }
        });
        return work.onComplete(done -> vertx.cancelTimer(timer));
    }
}
