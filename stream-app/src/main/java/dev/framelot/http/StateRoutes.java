package dev.framelot.http;

import dev.framelot.config.NamedModel;
import dev.framelot.control.StaleVersionException;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.UnknownModelException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.ValidatedRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The operations of the contract that look at the instance or change it. */
final class StateRoutes {
    private final Vertx vertx;
    private final Supplier<Optional<Instance>> instance;
    private final LiveStream live;
    private final ResultStream results;
    private final String version;
    private final ModelRoutes models;

    /** @param idle after which the server ends a connection without traffic */
    StateRoutes(Vertx vertx, Supplier<Optional<Instance>> instance, LiveStream live, ResultStream results, String version, Duration idle) {
        this.vertx = vertx;
        this.instance = instance;
        this.live = live;
        this.results = results;
        this.version = version;
        this.models = new ModelRoutes(vertx, idle, StateRoutes::answer);
    }

    void mount(RouterBuilder builder) {
        on(builder, "getState", (context, running) -> answer(context, 200, Views.state(running, version)));
        on(builder, "getMode", (context, running) -> answer(context, 200, Views.mode(running)));
        on(builder, "putMode", this::changeMode);
        on(builder, "listModels", models::list);
        on(builder, "loadModel", (context, running) -> models.load(context, running, context.pathParam("model"), route(context)));
        on(builder, "putServing", (context, running) -> models.serve(context, running, checked(context).getBody().getJsonObject()));
        on(builder, "putShadow", (context, running) -> models.shadow(context, running, checked(context).getBody().getJsonObject()));
        on(builder, "getProfile", (context, running) -> ofRoute(context, running, flow -> Views.profile(flow.heart())));
        on(builder, "listDecisions", (context, running) -> ofRoute(context, running, flow -> Views.decisions(flow.decisions().last(last(context)))));
        on(builder, "listCameras", this::cameras);
        on(builder, "getIntake", (context, running) -> answer(context, 200, Views.intake(running.intake())));
        on(builder, "putIntake", this::changeIntake);
        on(builder, "drain", this::drain);
        on(builder, "followLive", this::follow);
        on(builder, "getSample", this::sample);
        on(builder, "followResults", (context, running) -> results.open(context, running, context.pathParam("id")));
    }

    private void on(RouterBuilder builder, String operation, BiConsumer<RoutingContext, Instance> handler) {
        builder.getRoute(operation).addHandler(context -> {
            Optional<Instance> running = instance.get();
            if (running.isEmpty()) {
                Problem.starting().answer(context);
            } else {
                handler.accept(context, running.get());
            }
        });
    }

    private static ValidatedRequest checked(RoutingContext context) {
        return context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
    }

    private static int last(RoutingContext context) {
        var last = checked(context).getQuery().get("last");
        return last == null || last.isEmpty() ? 64 : last.getInteger();
    }

    private static String route(RoutingContext context) {
        var route = checked(context).getQuery().get("route");
        return route == null || route.isEmpty() ? NamedModel.MAIN : route.getString();
    }

    private static void ofRoute(RoutingContext context, Instance running, Function<Instance.ModelFlow, JsonObject> view) {
        try {
            answer(context, 200, view.apply(running.flow(route(context))));
        } catch (UnknownRouteException unknown) {
            failed(unknown).answer(context);
        }
    }

    private void changeMode(RoutingContext context, Instance running) {
        JsonObject body = checked(context).getBody().getJsonObject();
        if (!running.changeable()) {
            Problem.of(503, "No control topic", "Topic '" + running.config().topics().control()
                    + "' (topics.control) does not exist, so nothing can be changed live; create it with framelot topics create and restart").answer(context);
            return;
        }
        ModeChange change = new ModeChange(body, "http " + context.request().remoteAddress().hostAddress());
        blocking(context, () -> {
            running.change(change.expectedVersion(), change);
            return Views.mode(running);
        });
    }

    private void changeIntake(RoutingContext context, Instance running) {
        if (running.intake().draining()) {
            Problem.of(409, "Draining", "This instance drains and takes no more frames; start another").answer(context);
            return;
        }
        running.pause(checked(context).getBody().getJsonObject().getBoolean("paused"));
        answer(context, 200, Views.intake(running.intake()));
    }

    private void drain(RoutingContext context, Instance running) {
        running.drain();
        answer(context, 202, Views.intake(running.intake()));
    }

    private void cameras(RoutingContext context, Instance running) {
        blocking(context, () -> {
            Map<String, Long> lag = running.lag();
            return Views.cameras(running.live().cameras(), lag);
        });
    }

    private void follow(RoutingContext context, Instance running) {
        var query = checked(context).getQuery();
        double frames = query.get("frames") == null || query.get("frames").isEmpty() ? 0 : query.get("frames").getDouble();
        String camera = query.get("camera") == null || query.get("camera").isEmpty() ? null : query.get("camera").getString();
        boolean batches = query.get("batches") == null || query.get("batches").isEmpty() || query.get("batches").getBoolean();
        live.open(context, running, new LiveStream.Wish(frames, camera, batches));
    }

    private void sample(RoutingContext context, Instance running) {
        long id = checked(context).getPathParameters().get("sample").getLong();
        Optional<ByteBuffer> image = running.live().sampler().shelf().image(id);
        if (image.isEmpty()) {
            Problem.of(404, "Not kept", "Sample " + id + " is no more kept, or never was").answer(context);
            return;
        }
        byte[] bytes = new byte[image.get().remaining()];
        image.get().get(bytes);
        context.response()
                .putHeader("Content-Type", (bytes[0] & 0xff) == 0x89 ? "image/png" : "image/jpeg")
                .putHeader("Cache-Control", "private, max-age=3600, immutable")
                .end(io.vertx.core.buffer.Buffer.buffer(bytes));
    }

    private void blocking(RoutingContext context, Callable<JsonObject> work) {
        answer(context, vertx.executeBlocking(work, false));
    }

    private static void answer(RoutingContext context, Future<JsonObject> work) {
        work.onComplete(done -> {
            if (done.succeeded()) {
                answer(context, 200, done.result());
            } else {
                failed(done.cause()).answer(context);
            }
        });
    }

    private static Problem failed(Throwable failure) {
        if (failure instanceof StaleVersionException stale) {
            return Problem.of(409, "Changed meanwhile", stale.getMessage());
        }
        if (failure instanceof UnknownModelException unknown) {
            return new Problem(404, "No such model", unknown.getMessage(), unknown.known());
        }
        if (failure instanceof UnknownRouteException unknown) {
            return new Problem(404, "No such route", unknown.getMessage(), unknown.known());
        }
        if (failure instanceof InferenceException refused) {
            return Problem.of(422, "Can't serve", refused.sentence() + ". Nothing has changed");
        }
        if (failure instanceof IllegalArgumentException wrong) {
            return Problem.of(400, "Not possible", wrong.getMessage());
        }
        return Problem.of(503, "Not done", String.valueOf(failure.getMessage()));
    }

    private static void answer(RoutingContext context, int status, JsonObject json) {
        if (!context.response().closed() && !context.response().ended()) {
            context.response().setStatusCode(status).putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store").end(json.toBuffer());
        }
    }
}
