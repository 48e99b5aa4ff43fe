package dev.framelot.app;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.TrafficClass;
import dev.framelot.claim.ClaimDesk;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.dispatch.DecisionLog;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.http.ControlServer;
import dev.framelot.http.Models;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
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
    private final FramePipeline pipeline;
    private final FrameStream stream;
    private final ClaimDesk desk;
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
        FirstModel first = FirstModel.open(given.inference(), topic.read().flatMap(ControlTopic.Content::models).orElse(ModelChoice.NONE));
        InferenceEngine engine = first.engine();
        FramePipeline opened = null;
        FrameClaims claimed = null;
        FrameStream prepared = null;
        ClaimDesk fetching = null;
        Optional<Tracing> traced = Optional.empty();
        FramelotConfig config = given;
        try {
            AutoBatch autoBatch = new AutoBatch(engine, AutoBatch.cache(given.inference()));
            config = autoBatch.settle(given);
            FramelotConfig.Frame frame = config.frame();
            FramelotConfig.ClaimCheck elsewhere = config.claimCheck();
            ImageLimits limits = new ImageLimits(
                    elsewhere.on() ? Math.max(frame.maxBytes(), elsewhere.maxBytes()) : frame.maxBytes(), frame.maxPixels(), frame.maxScans(), frame.png(), config.decode().strict());
            FrameDecoders decoders = FrameDecoders.open(
                    FrameDecoders.Library.valueOf(config.decode().library().name()), limits, engine.input(), LargeFrames.slices(config));
            while (opened == null) {
                try {
                    opened = pipeline(engine, config, decoders, autoBatch);
                } catch (InferenceException refused) {
                    config = autoBatch.smaller(given, config, refused);
                }
            }
            traced = Tracing.open(config.tracing(), config.kafka().applicationId(), engine.model().name() + " " + engine.model().version());
            FateListener listeners = listeners(config, traced);
            FrameCodecs codecs = Codecs.of(config.schemaRegistry());
            claimed = new FrameClaims(
                    TrafficClass.valueOf(config.batching().defaultClass().name()),
                    config.batching().reserve().toNanos(),
                    config.batching().slo().toNanos(),
                    FramelotApp::epochMicros);
            fetching = LargeFrames.desk(config, opened::submit, this::failed);
            prepared = new FrameStream(
                    config, codecs, claimed, fetching::submit, opened::usefulFrames, listeners, System::nanoTime, FramelotApp::epochMicros, this::failed);
            LOG.info("Model {} {} on {}, decoding with {}, shapes {}, {} lanes", engine.model().name(), engine.model().version(),
                    engine.provider(), decoders.describe(), config.batching().shapes(), config.inference().lanes());
            autoBatch.costs(config.batching().shapes()).byShape().forEach((shape, cost) ->
                    LOG.debug("A batch of {} takes {} ms, rarely more than {} ms", shape, cost.medianNanos() / 1e6, cost.p95Nanos() / 1e6));
        } finally {
            if (prepared == null) {
                if (opened != null) {
                    opened.close();
                }
                engine.close();
            }
        }
        this.config = config;
        this.tracing = traced;
        this.pipeline = opened;
        this.stream = prepared;
        this.desk = fetching;
        this.claims = claimed;
        this.models = new LiveModels(config, opened, first, topic, text -> live.note("model", text));
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

    private FramePipeline pipeline(InferenceEngine engine, FramelotConfig config, FrameDecoders decoders, AutoBatch autoBatch) throws InferenceException {
        BatchLimits batchLimits = new BatchLimits(
                new Shapes(config.batching().shapes()),
                config.batching().maxBatchBytes(),
                config.batching().maxSameCameraFrames(),
                config.decode().slots(),
                config.inference().lanes(),
                engine.concurrentBatches(config.inference().lanes()));
        return new FramePipeline(
                engine,
                decoders,
                batchLimits,
                Objectives.of(ControlState.of(config.batching()), config.batching()),
                () -> autoBatch.costs(config.batching().shapes()).medianNanos(),
                config.decode().workers(),
                config.decode().slots(),
                config.inference().watchdog(),
                System::nanoTime,
                run -> whenRan.ran(run),
                this::failed);
    }

    /**
     * Opens the control plane, checks the topics, loads and warms the model, starts to take frames.
     *
     * @throws StartException what stands against it, in words for a person
     */
    public static FramelotApp start(FramelotConfig config) {
        // First, so that probes are answered while the model is being warmed.
        Optional<Meters> meters = config.http().on() ? Optional.of(new Meters()) : Optional.empty();
        Optional<ControlServer> server = meters.map(measured -> listen(config, measured));
        FramelotApp app = null;
        try {
            TopicCheck.check(config);
            app = new FramelotApp(config, server, meters);
            app.begin();
            return app;
        } catch (InferenceException refused) {
            server.ifPresent(ControlServer::close);
            meters.ifPresent(Meters::close);
            throw new StartException(refused.getMessage(), refused);
        } catch (RuntimeException refused) {
            if (app == null) {
                server.ifPresent(ControlServer::close);
                meters.ifPresent(Meters::close);
            } else {
                app.close();
            }
            throw refused;
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
        pipeline.start();
        desk.start();
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
                    config, epochMicros(), models, pipeline, stream, control, live, counters, outputs, posted, followed, this::endedByFailure, this::drainAndEnd);
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
        pipeline.pursue(Objectives.of(next, config.batching()));
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
                pipeline.counters().batches(),
                pipeline.counters().frames(),
                pipeline.counters().places(),
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
        pipeline.drain();
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
        desk.close();
        pipeline.close();
        closeEngine();
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

    /** A lane that hangs in the device still holds the engine: the process's end must not fail for that. */
    private void closeEngine() {
        try {
            pipeline.serving().engine().close();
        } catch (IllegalStateException lanesOpen) {
            LOG.warn("The engine stays open until the process ends: {}", lanesOpen.getMessage());
        }
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
