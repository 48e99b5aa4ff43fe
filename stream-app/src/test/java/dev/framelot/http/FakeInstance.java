package dev.framelot.http;

import dev.framelot.config.BatchingSettings;
import dev.framelot.config.DeadLetterSettings;
import dev.framelot.config.DecodeSettings;
import dev.framelot.config.DeliverySettings;
import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.InferenceSettings;
import dev.framelot.config.KafkaSettings;
import dev.framelot.config.RegistrySettings;
import dev.framelot.config.TopicSettings;
import dev.framelot.control.ControlState;
import dev.framelot.control.StaleVersionException;
import dev.framelot.dispatch.DecisionLog;
import dev.framelot.dispatch.DispatchCounters;
import dev.framelot.dispatch.HeartView;
import dev.framelot.dispatch.LaneState;
import dev.framelot.ingress.FramePoster;
import dev.framelot.live.LiveFeed;
import dev.framelot.metrics.FateCounters;
import dev.framelot.results.ResultReader;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An instance without Kafka or device: what the server makes of one is under test. */
final class FakeInstance implements Instance {
    final LiveFeed live = new LiveFeed(() -> System.currentTimeMillis() * 1_000, () -> 0);
    volatile ControlState state;
    final FakeModels models = new FakeModels();
    volatile boolean paused;
    volatile boolean drained;
    volatile List<String> notReady = List.of();
    volatile List<String> notAlive = List.of();
    private final FramelotConfig config = new FramelotConfig(
            new KafkaSettings("nowhere:1", "test", Map.of()),
            new TopicSettings("frames", Optional.empty(), "detections", "frames.shed", "frames.dead-letter", "framelot.control"),
            new FrameSettings(FrameSettings.Format.AVRO, 100_000, 10_000_000, 30, false),
            new RegistrySettings(Optional.empty(), Duration.ofSeconds(5)),
            new DecodeSettings(1, 48, DecodeSettings.Library.AUTO, true),
            new BatchingSettings(
                    BatchingSettings.Mode.FIXED, 8, Optional.empty(), 32 << 20, List.of(1, 2, 4, 8), 0, Duration.ZERO, BatchingSettings.Drop.KEEP_ALL,
                    BatchingSettings.DefaultClass.LIVE, Duration.ZERO, Duration.ofMillis(2)),
            new InferenceSettings(
                    InferenceSettings.Engine.DECLARED_COST, Path.of("none"), InferenceSettings.Provider.CPU, false, InferenceSettings.Gpu.FIRST, 2, 0, 300,
                    Duration.ofSeconds(20), Duration.ofMillis(4), Duration.ofNanos(300_000), 64, Optional.empty()),
            new DeliverySettings(
                    DeliverySettings.Guarantee.EXACTLY_ONCE, Duration.ofMillis(100), 2, 64, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20)),
            new DeadLetterSettings(1_024));

    FakeInstance() {
        state = ControlState.of(config.batching());
    }

    @Override
    public FramelotConfig config() {
        return config;
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public long startedAtMicros() {
        return 1;
    }

    @Override
    public Models models() {
        return models;
    }

    @Override
    public Shadowed shadowed() {
        return new Shadowed(0, 0, 0, 0);
    }

    @Override
    public ControlState state() {
        return state;
    }

    @Override
    public boolean changeable() {
        return true;
    }

    @Override
    public ControlState change(Optional<Long> expectedVersion, UnaryOperator<ControlState> change) {
        if (expectedVersion.isPresent() && expectedVersion.get() != state.version()) {
            throw StaleVersionException.of(state.version(), expectedVersion.get());
        }
        ControlState next = change.apply(state);
        next.problem().ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        state = next;
        return next;
    }

    @Override
    public LiveFeed live() {
        return live;
    }

    @Override
    public DispatchCounters dispatched() {
        return new DispatchCounters();
    }

    @Override
    public FateCounters fates() {
        return new FateCounters();
    }

    @Override
    public Optional<HeartView> heart() {
        return Optional.of(new HeartView(System.nanoTime(), 3, 0, 100, 4, 0.5, 8, List.of(new HeartView.ShapeCost(1, 4_000_000, 5_000_000))));
    }

    @Override
    public List<LaneState> lanes() {
        return List.of(new LaneState(0, true, 0));
    }

    @Override
    public int waitingForDecode() {
        return 0;
    }

    @Override
    public List<ModelFlow> flows() {
        ModelFlow first = new ModelFlow("main", List.of(1, 2, 4, 8), 0, 0, 0, 0, List.of(), heart(), new DecisionLog());
        ModelFlow night = new ModelFlow("night", List.of(1, 2), 1, 2, 5, 9, List.of(), Optional.empty(), new DecisionLog());
        return models.several ? List.of(first, night) : List.of(first);
    }

    @Override
    public Intake intake() {
        return new Intake(!paused, paused, drained, 0, 0, 64, 64 << 20, 0);
    }

    @Override
    public FramePoster frames() {
        return new FramePoster(config, FrameCodecs.bundled().cameraFrame("frames"));
    }

    @Override
    public ResultReader results() {
        return new ResultReader(config, FrameCodecs.bundled());
    }

    @Override
    public void pause(boolean on) {
        paused = on;
    }

    @Override
    public void drain() {
        drained = true;
    }

    @Override
    public String stream() {
        return "RUNNING";
    }

    @Override
    public Map<String, Long> lag() {
        return Map.of("frames-0", 12L);
    }

    @Override
    public List<String> notReady() {
        return notReady;
    }

    @Override
    public List<String> notAlive() {
        return notAlive;
    }
}
