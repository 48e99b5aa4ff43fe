package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.dispatch.DispatchCounters;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.HeartView;
import dev.framelot.dispatch.LaneState;
import dev.framelot.dispatch.ShadowCounters;
import dev.framelot.http.Instance;
import dev.framelot.http.Models;
import dev.framelot.ingress.FramePoster;
import dev.framelot.live.LiveFeed;
import dev.framelot.metrics.FateCounters;
import dev.framelot.results.ResultReader;
import dev.framelot.topology.FrameStream;
import dev.framelot.topology.IntakeGates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application as the control plane sees it. */
final class RunningInstance implements Instance {
    private static final Logger LOG = LoggerFactory.getLogger(RunningInstance.class);
    /** The dispatcher comes by twice a second; a machine that is short of cores may be late. */
    private static final long SILENT_NANOS = 10_000_000_000L;

    private final FramelotConfig config;
    private final String id = UUID.randomUUID().toString();
    private final long startedAtMicros;
    private final Models models;
    private final List<ModelPipeline> all;
    /** The first of them. */
    private final FramePipeline pipeline;
    private final FrameStream stream;
    private final LiveControl control;
    private final LiveFeed live;
    private final FateCounters counters;
    private final OutputProbe probe;
    private final FramePoster frames;
    private final ResultReader results;
    private final BooleanSupplier failed;
    private final Runnable drain;

    /** @param failed whether it ended by a failure @param drain asks for an orderly end and returns */
    RunningInstance(
            FramelotConfig config,
            long startedAtMicros,
            Models models,
            List<ModelPipeline> all,
            FrameStream stream,
            LiveControl control,
            LiveFeed live,
            FateCounters counters,
            OutputProbe probe,
            FramePoster frames,
            ResultReader results,
            BooleanSupplier failed,
            Runnable drain) {
        this.config = config;
        this.startedAtMicros = startedAtMicros;
        this.models = models;
        this.all = all;
        this.pipeline = all.get(0).pipeline();
        this.stream = stream;
        this.control = control;
        this.live = live;
        this.counters = counters;
        this.probe = probe;
        this.frames = frames;
        this.results = results;
        this.failed = failed;
        this.drain = drain;
    }

    @Override
    public FramelotConfig config() {
        return config;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long startedAtMicros() {
        return startedAtMicros;
    }

    @Override
    public Models models() {
        return models;
    }

    @Override
    public Shadowed shadowed() {
        List<ShadowCounters> each = all.stream().map(model -> model.pipeline().shadowCounters()).toList();
        return new Shadowed(
                each.stream().mapToLong(ShadowCounters::ran).sum(),
                each.stream().mapToLong(ShadowCounters::dropped).sum(),
                each.stream().mapToLong(ShadowCounters::failed).sum(),
                stream.shadowsUnwritten());
    }

    @Override
    public ControlState state() {
        return control.state();
    }

    @Override
    public boolean changeable() {
        return control.changeable();
    }

    @Override
    public ControlState change(Optional<Long> expectedVersion, UnaryOperator<ControlState> change) throws InterruptedException {
        return control.change(expectedVersion, change);
    }

    @Override
    public LiveFeed live() {
        return live;
    }

    @Override
    public DispatchCounters dispatched() {
        return pipeline.counters();
    }

    @Override
    public FateCounters fates() {
        return counters;
    }

    @Override
    public Optional<HeartView> heart() {
        return pipeline.heart();
    }

    @Override
    public List<LaneState> lanes() {
        return pipeline.lanes();
    }

    @Override
    public int waitingForDecode() {
        return pipeline.waitingForDecode();
    }

    @Override
    public Intake intake() {
        IntakeGates gate = stream.gate();
        return new Intake(
                gate.taking() && stream.running(), gate.held(), gate.stopped(), gate.framesInFlight(), gate.bytesInFlight(), gate.maxFrames(), gate.maxBytes(), gate.pauses());
    }

    @Override
    public FramePoster frames() {
        return frames;
    }

    @Override
    public ResultReader results() {
        return results;
    }

    @Override
    public void pause(boolean on) {
        if (stream.gate().held() != on) {
            stream.gate().hold(on);
            LOG.info(on ? "Intake paused by hand" : "Intake resumed by hand");
            live.note("intake", on ? "Intake paused by hand" : "Intake resumed by hand");
        }
    }

    @Override
    public void drain() {
        LOG.info("Asked over HTTP to drain and end");
        live.note("intake", "Draining: no more frames, then the end");
        drain.run();
    }

    @Override
    public String stream() {
        return stream.state();
    }

    @Override
    public Map<String, Long> lag() {
        Map<String, Long> lag = new HashMap<>();
        stream.lag().forEach((partition, records) -> lag.put(partition.toString(), records));
        return lag;
    }

    @Override
    public List<String> notReady() {
        List<String> reasons = new ArrayList<>(notAlive());
        String state = stream.state();
        boolean stands = !stream.gate().stopped() && !stream.running();
        if (stream.gate().stopped()) {
            reasons.add("this instance drains and takes no more frames");
        } else if (stands) {
            reasons.add("the stream does not run: " + state);
        }
        String trouble = stream.trouble();
        // A stream whose threads die and are replaced runs all the while, by its state.
        if (!trouble.isEmpty() && !(stands && state.contains(trouble))) {
            reasons.add(trouble);
        }
        if (stream.gate().held()) {
            reasons.add("intake is paused by hand (PUT /v1/intake resumes it)");
        }
        reasons.addAll(probe.reasons());
        return reasons;
    }

    @Override
    public List<String> notAlive() {
        List<String> reasons = new ArrayList<>();
        all.forEach(model -> model.pipeline().broken().ifPresent(failure -> reasons.add("the pipeline" + of(model) + " stopped: " + failure.getMessage())));
        if (failed.getAsBoolean() && reasons.isEmpty()) {
            reasons.add("the application stopped after a failure; the log says which");
        }
        all.forEach(model -> notAlive(model, reasons));
        return reasons;
    }

    private void notAlive(ModelPipeline model, List<String> reasons) {
        model.pipeline().heart().ifPresent(heart -> {
            long silentNanos = System.nanoTime() - heart.atNanos();
            if (silentNanos > SILENT_NANOS) {
                reasons.add("the dispatcher" + of(model) + " has given no sign for " + silentNanos / 1_000_000_000 + " s");
            }
        });
        for (LaneState lane : model.pipeline().lanes()) {
            if (!lane.alive()) {
                reasons.add("lane " + lane.lane() + of(model) + " has ended");
            } else if (lane.runningNanos() > config.inference().watchdog().toNanos()) {
                reasons.add("lane " + lane.lane() + of(model) + " has run one batch for " + lane.runningNanos() / 1_000_000 + " ms, the limit is "
                        + config.inference().watchdog().toMillis() + " ms (inference.watchdog)");
            }
        }
    }

    private String of(ModelPipeline model) {
        return all.size() == 1 ? "" : " of model " + model.name();
    }

    @Override
    public List<ModelFlow> flows() {
        return all.stream().map(RunningInstance::flow).toList();
    }

    private static ModelFlow flow(ModelPipeline model) {
        FramePipeline running = model.pipeline();
        Optional<HeartView> heart = running.heart();
        return new ModelFlow(
                model.name(),
                model.config().batching().shapes(),
                running.waitingForDecode(),
                heart.map(beat -> beat.liveWaiting() + beat.backfillWaiting()).orElse(0),
                running.counters().batches(),
                running.counters().frames(),
                running.lanes(),
                heart,
                running.decisions());
    }
}
