package dev.framelot.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * For probes: alive, ready, started. The event loop that answers is one of the things that must live; all the rest is asked of
 * the instance, which keeps its answers ready, so that a probe never waits for Kafka.
 */
final class HealthRoutes {
    static final Set<String> PATHS = Set.of("/livez", "/readyz", "/startupz");

    private final Supplier<Optional<Instance>> instance;

    HealthRoutes(Supplier<Optional<Instance>> instance) {
        this.instance = instance;
    }

    void mount(Router router) {
        asked(router, "/livez", context -> answer(context, instance.get().map(Instance::notAlive).orElse(List.of())));
        asked(router, "/readyz", context -> answer(context, instance.get().map(Instance::notReady).orElse(List.of(Problem.starting().detail()))));
        asked(router, "/startupz", context -> answer(context, instance.get().isPresent() ? List.of() : List.of("the model is being loaded and warmed, or Kafka asked for the topics")));
    }

    /** By GET, or by HEAD where only the status is wanted. */
    private static void asked(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
    }

    private static void answer(RoutingContext context, List<String> reasons) {
        JsonArray told = new JsonArray();
        reasons.forEach(reason -> told.add(Text.escaped(reason)));
        context.response()
                .setStatusCode(reasons.isEmpty() ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("ok", reasons.isEmpty()).put("reasons", told).toBuffer());
    }
}
