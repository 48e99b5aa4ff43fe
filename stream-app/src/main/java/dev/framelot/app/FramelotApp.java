package dev.framelot.app;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.TrafficClass;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlFollower;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import dev.framelot.dispatch.DecisionLog;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.metrics.FateCounters;
import dev.framelot.schemas.serde.FrameCodecs;
import dev.framelot.topology.FrameClaims;
import dev.framelot.topology.FrameStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance: engine, decoders, pipeline and stream, started in this order and ended in the reverse. */
public final class FramelotApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FramelotApp.class);

    private final FramelotConfig config;
    private final InferenceEngine engine;
    private final FramePipeline pipeline;
    private final FrameStream stream;
    private final FrameClaims claims;
    /** What is pursued; written by whoever starts the application, then by the control topic's follower. */
    private volatile ControlState state;
    private Optional<ControlFollower> follower = Optional.empty();
    private final FateCounters counters = new FateCounters();
    /** 0 after a clean end, 1 after a failure. */
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private FramelotApp(FramelotConfig given) throws InferenceException {
        this.engine = Engines.open(given.inference());
        FramePipeline opened = null;
        FrameClaims claimed = null;
        FrameStream prepared = null;
        FramelotConfig config = given;
        try {
            AutoBatch autoBatch = new AutoBatch(engine, AutoBatch.cache(given.inference()));
            config = autoBatch.settle(given);
            FramelotConfig.Frame frame = config.frame();
            ImageLimits limits = new ImageLimits(
                    frame.maxBytes(), frame.maxPixels(), frame.maxScans(), frame.png(), config.decode().strict());
            FrameDecoders decoders = FrameDecoders.open(
                    FrameDecoders.Library.valueOf(config.decode().library().name()), limits, engine.input());
            while (opened == null) {
                try {
                    opened = pipeline(config, decoders, autoBatch);
                } catch (InferenceException refused) {
                    config = autoBatch.smaller(given, config, refused);
                }
            }
            FrameCodecs codecs = Codecs.of(config.schemaRegistry());
            claimed = new FrameClaims(
                    TrafficClass.valueOf(config.batching().defaultClass().name()),
                    config.batching().reserve().toNanos(),
                    config.batching().slo().toNanos(),
                    FramelotApp::epochMicros);
            prepared = new FrameStream(
                    config, codecs, claimed, opened::submit, opened::usefulFrames, counters, System::nanoTime, FramelotApp::epochMicros, this::failed);
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
        this.state = ControlState.of(config.batching());
        this.pipeline = opened;
        this.stream = prepared;
        this.claims = claimed;
    }

    private FramePipeline pipeline(FramelotConfig config, FrameDecoders decoders, AutoBatch autoBatch) throws InferenceException {
        BatchLimits batchLimits = new BatchLimits(
                new Shapes(config.batching().shapes()),
                config.batching().maxBatchBytes(),
                config.batching().maxSameCameraFrames(),
                config.decode().slots(),
                config.inference().lanes());
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
                this::failed);
    }

    /**
     * Checks the topics, loads and warms the model, starts to take frames.
     *
     * @throws StartException what stands against it, in words for a person
     */
    public static FramelotApp start(FramelotConfig config) {
        TopicCheck.check(config);
        try {
            FramelotApp app = new FramelotApp(config);
            app.pipeline.start();
            app.followChanges();
            app.stream.start();
            return app;
        } catch (InferenceException refused) {
            throw new StartException(refused.getMessage(), refused);
        }
    }

    /** Before the first frame is taken, so that a change survives a restart. */
    private void followChanges() {
        Map<String, Object> clients = new HashMap<>(config.kafka().properties());
        clients.put("bootstrap.servers", config.kafka().bootstrapServers());
        ControlTopic topic = new ControlTopic(
                config.topics().control(), clients, Codecs.of(config.schemaRegistry()).controlCommand(config.topics().control()));
        follower = ControlFollower.follow(topic, this::pursue);
        if (follower.isEmpty()) {
            LOG.info("No topic '{}' (topics.control): the mode stays as the settings say. framelot topics create makes it", topic.name());
        }
    }

    private void pursue(ControlState next) {
        ControlState before = state;
        state = next;
        claims.slo(next.slo().toNanos());
        pipeline.pursue(Objectives.of(next, config.batching()));
        LOG.info("Version {} by {}: {} (before: {})", next.version(), next.issuedBy(), next.sentence(), before.sentence());
    }

    /** What is pursued now. */
    public ControlState state() {
        return state;
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
        follower.ifPresent(ControlFollower::close);
        boolean committed = stream.close(healthy ? max(left, Duration.ofSeconds(2)) : Duration.ofSeconds(5));
        pipeline.close();
        closeEngine();
        boolean clean = drained && committed;
        if (!clean) {
            LOG.warn("Ended with {} frames in flight after {} s (delivery.drain-grace): they are not committed and will be read again",
                    stream.gate().framesInFlight(), grace.toSeconds());
        }
        exit.complete(clean ? 0 : 1);
        return clean;
    }

    /** A lane that hangs in the device still holds the engine: the process's end must not fail for that. */
    private void closeEngine() {
        try {
            engine.close();
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
