package dev.framelot.http;

import dev.framelot.config.NamedModel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The operations of the contract that look at the models or change them. All of them block, for up to minutes: they read files, load weights or
 * talk to Kafka. So they have workers of their own, and the lists do not wait for the changes.
 */
final class ModelRoutes {
    /** Running and waiting; each takes one of the server's connections. */
    static final int MOST_ASKED = 8;

    private final BoundedWorker lists;
    /** One thread: changes are made one after the other anyway. */
    private final BoundedWorker changes;
    private final StillWorking working;
    /** Answers with what the work gives. */
    private final BiConsumer<RoutingContext, Future<JsonObject>> answer;

    /** @param idle after which the server ends a connection without traffic */
    ModelRoutes(Vertx vertx, Duration idle, BiConsumer<RoutingContext, Future<JsonObject>> answer) {
        this.lists = new BoundedWorker(vertx, "framelot-model-lists", "lists of the models", MOST_ASKED);
        this.changes = new BoundedWorker(vertx, "framelot-model-changes", "changes of the models", MOST_ASKED);
        this.working = new StillWorking(vertx, idle);
        this.answer = answer;
    }

    void list(RoutingContext context, Instance running) {
        answer.accept(context, working.during(context, lists.run(() -> ModelViews.all(running))));
    }

    void load(RoutingContext context, Instance running, String name, String route) {
        answer.accept(context, working.during(context, changes.run(() -> {
            running.models().on(route).load(name);
            return ModelViews.all(running);
        })));
    }

    void serve(RoutingContext context, Instance running, JsonObject body) {
        change(context, running, () -> {
            if (body.getBoolean("settings", false)) {
                route(running, body).serveSettings(version(body), by(context, body));
            } else {
                route(running, body).serve(body.getString("model"), version(body), by(context, body));
            }
        });
    }

    void shadow(RoutingContext context, Instance running, JsonObject body) {
        change(context, running, () -> route(running, body).shadow(Optional.ofNullable(body.getString("model")), version(body), by(context, body)));
    }

    private static ModelRoute route(Instance running, JsonObject body) {
        return running.models().on(body.getString("route", NamedModel.MAIN));
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
        answer.accept(context, working.during(context, changes.run(() -> {
            change.make();
            return ModelViews.all(running);
        })));
    }

    private static Optional<Long> version(JsonObject body) {
        return Optional.ofNullable(body.getLong("version"));
    }

    private static String by(RoutingContext context, JsonObject body) {
        return body.getString("by", "http " + context.request().remoteAddress().hostAddress());
    }
}
