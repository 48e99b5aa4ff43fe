package dev.framelot.http;

import dev.framelot.config.HttpSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's server. It answers health from its start on, and all else once there is an instance. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    static final long BODY_BYTES = 64 << 10;
    private static final int HEADER_BYTES = 16 << 10;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final long ANSWER_SECONDS = 20;
    private static final long CERTIFICATES_MILLIS = 2_000;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpSettings settings;
    private final Optional<TlsFiles> tls;
    private final PrometheusMeterRegistry meters;
    private final Vertx vertx;
    private final AtomicReference<dev.framelot.http.Instance> instance = new AtomicReference<>();
    private final Access access;
    private final RequestBudget budget;
    private final Context loop;
    private final OpenConnections connections;
    private final LiveStream live;
    private final ResultStream results;
    private final FrameRoutes frames;
    private final HttpServer server;

    private ControlServer(HttpSettings settings, int imageBytes, String version, PrometheusMeterRegistry meters, Duration idle) {
        this.settings = settings;
        this.tls = settings.tls().map(TlsFiles::new);
        this.access = new Access(settings);
        this.budget = new RequestBudget(settings.requestsPerSecond(), System::nanoTime);
        this.meters = meters;
        // Labels that a caller could fill, such as paths and methods, are left out.
        MicrometerMetricsOptions labels = new MicrometerMetricsOptions().setEnabled(true).setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
        this.vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4).setInternalBlockingPoolSize(2).setMetricsOptions(labels))
                .withMetrics(new MicrometerMetricsFactory(meters))
                .build();
        try {
            this.loop = vertx.getOrCreateContext();
            this.connections = new OpenConnections(settings.viewers());
            this.live = new LiveStream(vertx, this::instance, connections, ControlServer::epochMicros, version);
            Gauge.builder("framelot.http.connections", connections, OpenConnections::open).strongReference(true).register(meters);
            FunctionCounter.builder("framelot.http.dropped.events", connections, OpenConnections::droppedEvents).register(meters);
            this.results = new ResultStream(vertx, connections);
            this.frames = new FrameRoutes(vertx, this::instance, connections);
            Contract contract = Contract.read();
            this.server = await(contract.validated(vertx).compose(checked -> {
                Router router = router(contract, RouterBuilder.create(vertx, checked, RequestExtractor.withBodyHandler()), version, idle);
                HttpServerOptions options = new HttpServerOptions()
                        .setMaxHeaderSize(HEADER_BYTES)
                        .setMaxInitialLineLength(8 << 10)
                        .setIdleTimeout((int) idle.toSeconds())
                        .setMaxWebSocketMessageSize(imageBytes + 1)
                        .setMaxWebSocketFrameSize(imageBytes + 1);
                tls.ifPresent(files -> files.on(options));
                return vertx.createHttpServer(options).requestHandler(router).listen(settings.port(), settings.host());
            }));
        } catch (RuntimeException refused) {
            vertx.close();
            throw refused;
        }
        loop.runOnContext(go -> {
            live.start();
            results.start();
            tls.ifPresent(files -> vertx.setPeriodic(CERTIFICATES_MILLIS, timer -> lookForNewCertificates(files)));
        });
        tls.ifPresent(files -> LOG.info("TLS with the {}", files.describe()));
    }

    /** What can't be used leaves the old ones in force. */
    private void lookForNewCertificates(TlsFiles files) {
        vertx.executeBlocking(() -> files.changed() ? Optional.of(files.again()) : Optional.<ServerSSLOptions>empty(), true)
                .compose(fresh -> fresh.isEmpty() ? Future.succeededFuture(false) : server.updateSSLOptions(fresh.get(), true))
                .compose(used -> used ? vertx.executeBlocking(files::describe) : Future.succeededFuture(""))
                .onSuccess(used -> {
                    if (!used.isEmpty()) {
                        LOG.info("TLS from now on with the {}", used);
                    }
                })
                .onFailure(refused -> LOG.warn("The changed certificates are not used, the old ones stay: {}", refused.getMessage()));
    }

    /**
     * @param imageBytes of the largest image taken
     * @param meters what /metrics shows; the server adds its own
     * @throws IllegalStateException it can't listen there, with the reason
     */
    public static ControlServer start(HttpSettings settings, int imageBytes, String version, PrometheusMeterRegistry meters) {
        return start(settings, imageBytes, version, meters, IDLE);
    }

    /** @param idle after which a connection without traffic is ended, whole seconds */
    static ControlServer start(HttpSettings settings, int imageBytes, String version, PrometheusMeterRegistry meters, Duration idle) {
        return new ControlServer(settings, imageBytes, version, meters, idle);
    }

    /** From now on there is something to show. */
    public void show(dev.framelot.http.Instance running) {
        instance.set(running);
    }

    public int port() {
        return server.actualPort();
    }

    /** Feeds and sockets. Any thread. */
    int openConnections() {
        return connections.open();
    }

    /** Of all viewers that are there. Any thread but the event loop. */
    long droppedEvents() {
        return onLoop(live::dropped);
    }

    long queuedEvents() {
        return onLoop(live::queued);
    }

    private long onLoop(LongSupplier question) {
        Promise<Long> answer = Promise.promise();
        loop.runOnContext(go -> answer.complete(question.getAsLong()));
        return await(answer.future());
    }

    /** The live page. */
    public String url() {
        String host = settings.host().equals("0.0.0.0") || settings.host().equals("::") ? "localhost" : settings.host();
        return (tls.isPresent() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
    }

    private Optional<dev.framelot.http.Instance> instance() {
        return Optional.ofNullable(instance.get());
    }

    private Router router(Contract contract, RouterBuilder builder, String version, Duration idle) {
        Refusals refusals = new Refusals(contract, BODY_BYTES);
        Router router = Router.router(vertx);
        router.route().handler(this::guard);
        new HealthRoutes(this::instance).mount(router);
        router.get("/metrics").handler(this::scrape);
        router.get("/v1/openapi.yaml").handler(context -> context.response().putHeader("Content-Type", "application/yaml").end(contract.yaml()));
        router.post("/v1/cameras/:id/frames").handler(frames::post);
        router.get("/v1/cameras/:id/socket").handler(frames::socket);
        for (HttpMethod withBody : new HttpMethod[] {HttpMethod.PUT, HttpMethod.POST}) {
            router.route(withBody, "/v1/*").handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES));
        }
        new StateRoutes(vertx, this::instance, live, results, version, idle).mount(builder);
        builder.getRoutes().forEach(route -> route.addFailureHandler(context -> refusals.answer(context, route.getOperation().getOperationId())));
        router.route("/*").subRouter(builder.createRouter());
        router.route("/v1/*").handler(context -> Problem.of(404, "Not here", "There is no " + context.request().method() + " "
                + context.normalizedPath() + "; /v1/openapi.yaml says what there is").answer(context));
        PageFiles page = new PageFiles();
        router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(page::answer);
        router.route().handler(context -> Problem.of(405, "Not possible", "Only GET is possible here").answer(context));
        router.route().failureHandler(context -> refusals.answer(context, ""));
        return router;
    }

    /** On a worker: some gauges ask Kafka's clients, which takes milliseconds. */
    private void scrape(RoutingContext context) {
        vertx.executeBlocking(() -> meters.scrape(), false).onComplete(done -> {
            if (done.succeeded()) {
                context.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8").end(done.result());
            } else {
                context.fail(done.cause());
            }
        });
    }

    private void guard(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        Optional<Problem> refusal = !HealthRoutes.PATHS.contains(context.normalizedPath()) && !budget.take()
                ? Optional.of(Problem.of(429, "Too many requests", "More than " + settings.requestsPerSecond()
                        + " requests a second came (http.requests-per-second); ask again later"))
                : access.refusal(context);
        if (refusal.isEmpty()) {
            context.next();
        } else if (context.request().method().equals(HttpMethod.GET)) {
            refusal.get().answer(context);
        } else {
            refusal.get().answerAndClose(context);
        }
    }

    private static long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            String where = settings.host() + ":" + settings.port();
            throw new IllegalStateException(failed.getCause() instanceof BindException
                    ? "Can't listen at " + where + " (http.host, http.port): " + failed.getCause().getMessage() + ". Choose another port, or 0 for any free one"
                    : failed.getCause() instanceof IllegalStateException ? failed.getCause().getMessage()
                    : "The control plane did not start: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException slow) {
            throw new IllegalStateException("The control plane did not start within " + ANSWER_SECONDS + " s", slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the control plane started", interrupted);
        }
    }

    /** Ends all feeds and stops listening. */
    @Override
    public void close() {
        loop.runOnContext(go -> {
            live.end();
            results.end();
        });
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException left) {
            // What does not end in time ends with the process.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
