package dev.framelot.http;

import dev.framelot.results.CameraResult;
import dev.framelot.results.ResultReader.Following;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Results of single cameras to those who follow them. Owned by the event loop. */
final class ResultStream {
    /** Results on their way from the reader's thread to the event loop, for each follower. */
    private static final int HANDED_OVER = 256;
    private static final long SECOND_MILLIS = 1_000;

    private static final class Follower {
        final Viewer viewer;
        final AtomicInteger handedOver = new AtomicInteger();
        /** On the reader's thread. */
        final AtomicInteger missed = new AtomicInteger();
        Following following;
        long toldDropped;
        int secondsQuiet;

        Follower(Viewer viewer) {
            this.viewer = viewer;
        }
    }

    private final Vertx vertx;
    private final OpenConnections connections;
    private final Set<Follower> followers = new HashSet<>();

    ResultStream(Vertx vertx, OpenConnections connections) {
        this.vertx = vertx;
        this.connections = connections;
    }

    void start() {
        vertx.setPeriodic(SECOND_MILLIS, timer -> followers.forEach(ResultStream::second));
    }

    void open(RoutingContext context, Instance running, String camera) {
        if (!connections.enter()) {
            connections.full().answer(context);
            return;
        }
        Follower follower = new Follower(new Viewer(context.response(), connections));
        Context loop = vertx.getOrCreateContext();
        context.response().exceptionHandler(gone -> {});
        context.response().closeHandler(gone -> {
            if (followers.remove(follower)) {
                connections.leave();
                vertx.executeBlocking(() -> {
                    follower.following.close();
                    return null;
                }, false);
            }
        });
        followers.add(follower);
        follower.following = running.results().follow(camera, result -> handOver(loop, follower, result),
                () -> loop.runOnContext(go -> follower.viewer.offer(Viewer.event("following", new JsonObject().put("camera", Text.escaped(camera)).toBuffer()))));
    }

    /** The reader's thread. */
    private void handOver(Context loop, Follower follower, CameraResult result) {
        if (follower.handedOver.incrementAndGet() > HANDED_OVER) {
            follower.handedOver.decrementAndGet();
            follower.missed.incrementAndGet();
            return;
        }
        Buffer event = Viewer.event("result", ResultViews.of(result).toBuffer());
        loop.runOnContext(go -> {
            follower.handedOver.decrementAndGet();
            follower.viewer.offer(event);
        });
    }

    private static void second(Follower follower) {
        long dropped = follower.viewer.dropped() + follower.missed.get();
        if (dropped > follower.toldDropped) {
            follower.toldDropped = dropped;
            follower.viewer.offer(Viewer.event("dropped", new JsonObject().put("dropped", dropped).toBuffer()));
        }
        if (++follower.secondsQuiet >= 15) {
            follower.secondsQuiet = 0;
            follower.viewer.keepAlive();
        }
    }

    void end() {
        Set.copyOf(followers).forEach(follower -> follower.viewer.end());
    }
}
