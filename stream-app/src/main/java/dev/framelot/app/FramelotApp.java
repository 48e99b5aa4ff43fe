package dev.framelot.app;

import dev.framelot.batching.TrafficClass;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.dispatch.DecisionLog;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.http.ControlServer;
import dev.framelot.http.Models;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.ingress.FramePoster;
import dev.framelot.live.LiveFeed;
import dev.framelot.metrics.FateCounters;
import dev.framelot.metrics.FateListener;
import dev.framelot.results.ResultReader;
import dev.framelot.schemas.serde.FrameCodecs;
import dev.framelot.telemetry.FrameMeters;
import dev.framelot.telemetry.Tracing;
import dev.framelot.topology.FrameClaims;
import dev.framelot.topology.FrameStream;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance: engine, decoders, pipeline and stream, started in this order and ended in the reverse. */
public final class FramelotApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FramelotApp.class);

    private final FramelotConfig config;
    private final OpenedModels opened;
    /** That of {@code inference.model}. */
    private final FramePipeline pipeline;
    private final FrameStream stream;
    private final FrameClaims claims;
    private final LiveControl control;
    private final LiveModels models;
    private final LiveFeed live;
    private final Optional<ControlServer> server;
    /** Only with a control plane: nobody else reads them. */
    private final Optional<Meters> meters;
    private final Optional<Tracing> tracing;
    /** Told of each batch; grows before the first one runs. */
    private volatile BatchListener whenRan;
    /** What the control plane alone uses; closed in this order. */
    private final List<Runnable> closing = new ArrayList<>();
    private final FateCounters counters = new FateCounters();
    /** 0 after a clean end, 1 after a failure. */
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private FramelotApp(FramelotConfig given, Optional<ControlServer> server, Optional<Meters> meters) throws InferenceException {
        this.server = server;
        this.meters = meters;
        this.live = new LiveFeed(FramelotApp::epochMicros, this::sloMicros);
        this.whenRan = live;
        ControlTopic topic = LiveControl.topic(given);
        Optional<ControlTopic.Content> said = topic.read();
        OpenedModels all = OpenedModels.open(
                given, route -> said.map(content -> content.models(route)).orElse(ModelChoice.none(route)), run -> whenRan.ran(run), this::failed);
        InferenceEngine engine = all.first().pipeline().serving().engine();
        FramelotConfig config = all.first().config();
        FrameClaims claimed = null;
        FrameStream prepared = null;
        Optional<Tracing> traced = Optional.empty();
        try {
            traced = Tracing.open(config.tracing(), config.kafka().applicationId(), engine.model().name() + " " + engine.model().version());
            FateListener listeners = listeners(config, traced);
            FrameCodecs codecs = Codecs.of(config.schemaRegistry());
            claimed = new FrameClaims(
                    TrafficClass.valueOf(config.batching().defaultClass().name()),
                    config.batching().reserve().toNanos(),
                    config.batching().slo().toNanos(),
                    FramelotApp::epochMicros);
            prepared = new FrameStream(config, codecs, claimed, all.intakes(), listeners, System::nanoTime, FramelotApp::epochMicros, this::failed);
        } finally {
            if (prepared == null) {
                all.close();
            }
        }
        this.config = config;
        this.tracing = traced;
        this.opened = all;
        this.pipeline = all.first().pipeline();
        this.stream = prepared;
        this.claims = claimed;
        this.models = new LiveModels(opened, topic, text -> live.note("model", text));
        this.control = new LiveControl(config, topic, this::pursue, models::follow);
    }

    /** Counters first: they must be right whatever the others do. */
    private FateListener listeners(FramelotConfig config, Optional<Tracing> traced) {
        FateListener told = counters.and(live);
        if (meters.isPresent()) {
            FrameMeters measured = new FrameMeters(meters.get().registry(), config.batching().shapes(), FramelotApp::epochMicros, this::sloMicros);
            told = told.and(measured);
            whenRan = whenRan.and(measured);
        }
        if (traced.isPresent()) {
            told = told.and(traced.get().batches());
            whenRan = whenRan.and(traced.get().batches());
        }
        return told;
    }

    /**
     * Looks at the models' files, opens the control plane, checks the topics, loads and warms the model, starts to take frames.
     *
     * @throws StartException what stands against it, in words for a person
     */
    public static FramelotApp start(FramelotConfig config) {
        // A wrong model is known at once; Kafka may take its time to say nothing.
        LocalModels local = LocalModels.check(config);
        // Before Kafka and the model, so that probes are answered while the model is being warmed.
        Optional<Meters> meters = config.http().on() ? Optional.of(new Meters()) : Optional.empty();
        Optional<ControlServer> server = meters.map(measured -> listen(config, measured));
        FramelotApp app = null;
        try {
            checkTopics(config, local);
            app = new FramelotApp(config, server, meters);
            app.begin();
            return app;
        } catch (InferenceException refused) {
            server.ifPresent(ControlServer::close);
            meters.ifPresent(Meters::close);
            throw new StartException(refused.getMessage(), refused);
        } catch (OutOfMemoryError noRoom) {
            closeHalf(app, server, meters);
            throw new StartException("There is no memory for the models, slots and lanes of the settings (" + noRoom.getMessage()
                    + "): lower decode.slots, inference.lanes or the largest of batching.shapes, or raise -XX:MaxDirectMemorySize or the heap (-Xmx)", noRoom);
        } catch (RuntimeException refused) {
            closeHalf(app, server, meters);
            throw refused;
        }
    }

    private static void closeHalf(FramelotApp begun, Optional<ControlServer> server, Optional<Meters> meters) {
        if (begun != null) {
            begun.close();
            return;
        }
        server.ifPresent(ControlServer::close);
        meters.ifPresent(Meters::close);
    }

    private static void checkTopics(FramelotConfig config, LocalModels local) {
        try {
            TopicCheck.check(config);
        } catch (StartException refused) {
            throw local.beside(refused);
        }
    }

    private static ControlServer listen(FramelotConfig config, Meters meters) {
        try {
            ControlServer server = ControlServer.start(config.http(), config.frame().maxBytes(), VersionCommand.version(), meters.registry());
            LOG.info("Page, API, health and metrics at {}", server.url());
            return server;
        } catch (IllegalStateException refused) {
            throw new StartException(refused.getMessage(), refused);
        }
    }

    private void begin() {
        opened.start();
        control.follow();
        stream.start();
        server.ifPresent(listening -> {
            OutputProbe outputs = OutputProbe.start(config);
            FrameCodecs codecs = Codecs.of(config.schemaRegistry());
            FramePoster posted = new FramePoster(config, codecs.cameraFrame(config.topics().frames()));
            ResultReader followed = new ResultReader(config, codecs);
            closing.add(outputs::close);
            closing.add(posted::close);
            closing.add(followed::close);
            RunningInstance running = new RunningInstance(
                    config, epochMicros(), models, opened.all(), stream, control, live, counters, outputs, posted, followed, this::endedByFailure, this::drainAndEnd);
            PrometheusMeterRegistry registry = meters.orElseThrow().registry();
            models.whenChanged(InstanceMeters.bind(registry, running, () -> pipeline.serving().engine()));
            AutoCloseable kafka = stream.bindMetrics(registry);
            closing.add(() -> quietly(kafka));
            listening.show(running);
        });
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception left) {
            LOG.debug("Not closed", left);
        }
    }

    private boolean endedByFailure() {
        return exit.isDone() && exit.join() != 0;
    }

    private void drainAndEnd() {
        Thread ending = new Thread(this::shutDown, "framelot-drain");
        ending.setDaemon(true);
        ending.start();
    }

    /** The follower's thread. */
    private void pursue(ControlState next) {
        claims.slo(next.slo().toNanos());
        opened.pursue(next);
        live.note("mode", "Version " + next.version() + " by " + next.issuedBy() + ": " + next.sentence());
    }

    private long sloMicros() {
        LiveControl following = control;
        return following == null ? 0 : following.state().slo().toNanos() / 1_000;
    }

    /** What is pursued now. */
    public ControlState state() {
        return control.state();
    }

    /** What runs, and how to change it. */
    public Models models() {
        return models;
    }

    /** Where the live page is; empty without a control plane. */
    public Optional<String> url() {
        return server.map(ControlServer::url);
    }

    /** The last batches and why they went. */
    public DecisionLog decisions() {
        return pipeline.decisions();
    }

    public AppStats stats() {
        return new AppStats(
                counters.taken(),
                counters.detected(),
                counters.shed(),
                counters.deadLettered(),
                opened.pipelines().stream().mapToLong(one -> one.counters().batches()).sum(),
                opened.pipelines().stream().mapToLong(one -> one.counters().frames()).sum(),
                opened.pipelines().stream().mapToLong(one -> one.counters().places()).sum(),
                stream.gate().framesInFlight(),
                stream.state());
    }

    public FateCounters counters() {
        return counters;
    }

    /** Whether partitions are assigned and frames would be taken. */
    public boolean running() {
        return stream.running();
    }

    /** How often intake paused because too much was in flight. */
    public long intakePauses() {
        return stream.gate().pauses();
    }

    /** Takes no more frames and finishes those in flight; true when none is left within {@code grace}. */
    public boolean drain(Duration grace) {
        opened.drain();
        return stream.drain(grace);
    }

    /** Waits for the end; 0 after {@link #close} without a failure, else 1. */
    public int awaitExit() {
        return exit.join();
    }

    /** The stream or the pipeline can go on no more. Frames without an outcome are not committed, so the next start reads them again. */
    private void failed(Throwable failure) {
        LOG.error("Framelot can't go on: {}. No unfinished frame is committed; after a restart they are read again", failure.toString(), failure);
        exit.complete(1);
    }

    /** Drains within the configured grace, commits, ends; true when nothing was left behind. */
    public boolean shutDown() {
        if (!closed.compareAndSet(false, true)) {
            return exit.join() == 0;
        }
        Duration grace = config.delivery().drainGrace();
        boolean healthy = !exit.isDone();
        long beganNanos = System.nanoTime();
        boolean drained = healthy && drain(grace);
        Duration left = grace.minusNanos(System.nanoTime() - beganNanos);
        // First, so that what was drained is committed within the grace, whatever else is slow to end.
        boolean committed = stream.close(healthy ? max(left, Duration.ofSeconds(2)) : Duration.ofSeconds(5));
        closing.forEach(Runnable::run);
        control.close();
        models.close();
        opened.close();
        boolean clean = drained && committed;
        if (!healthy) {
            LOG.warn("Ended after the failure told above with {} frames in flight: they are not committed and will be read again", stream.gate().framesInFlight());
        } else if (!clean) {
            LOG.warn("Ended with {} frames in flight after {} s (delivery.drain-grace): they are not committed and will be read again",
                    stream.gate().framesInFlight(), grace.toSeconds());
        }
        exit.complete(clean ? 0 : 1);
        tracing.ifPresent(Tracing::close);
        server.ifPresent(ControlServer::close);
        meters.ifPresent(Meters::close);
        return clean;
    }

    /** Whether the application has ended, by itself or by {@link #shutDown}. */
    public boolean ended() {
        return exit.isDone();
    }

    @Override
    public void close() {
        shutDown();
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
