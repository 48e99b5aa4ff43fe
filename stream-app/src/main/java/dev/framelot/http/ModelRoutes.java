package dev.framelot.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** The operations of the contract that look at the models or change them. All of them block: they read files, load weights or talk to Kafka. */
final class ModelRoutes {
    /** Runs work on a worker and answers with what it gives. */
    private final BiConsumer<RoutingContext, Callable<JsonObject>> blocking;

    ModelRoutes(BiConsumer<RoutingContext, Callable<JsonObject>> blocking) {
        this.blocking = blocking;
    }

    void list(RoutingContext context, Instance running) {
        blocking.accept(context, () -> ModelViews.all(running));
    }

    void load(RoutingContext context, Instance running, String name) {
        blocking.accept(context, () -> {
            running.models().load(name);
            return ModelViews.all(running);
        });
    }

    void serve(RoutingContext context, Instance running, JsonObject body) {
        change(context, running, () -> running.models().serve(body.getString("model"), version(body), by(context, body)));
    }

    void shadow(RoutingContext context, Instance running, JsonObject body) {
        change(context, running, () -> running.models().shadow(Optional.ofNullable(body.getString("model")), version(body), by(context, body)));
    }

    private interface Change {
        void make() throws Exception;
    }

    private void change(RoutingContext context, Instance running, Change change) {
        if (!running.changeable()) {
            Problem.of(503, "No control topic", "Topic '" + running.config().topics().control()
                    + "' (topics.control) does not exist, so nothing can be changed live; create it with framelot topics create and restart").answer(context);
            return;
        }
        blocking.accept(context, () -> {
            change.make();
            return ModelViews.all(running);
        });
    }

    private static Optional<Long> version(JsonObject body) {
        return Optional.ofNullable(body.getLong("version"));
    }

    private static String by(RoutingContext context, JsonObject body) {
        return body.getString("by", "http " + context.request().remoteAddress().hostAddress());
    }
}
