package dev.framelot.topology;

import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.TopicSettings;
import dev.framelot.metrics.FateListener;
import dev.framelot.schemas.serde.FrameCodecs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** The running stream: intake, delivery, and how to end both without losing a frame. */
public final class FrameStream implements AutoCloseable {
    private final KafkaStreams streams;
    private final IntakeGates gate;
    private final ShadowRecords shadows;
    /** A stream that is refused again and again runs in between: trouble is told for so long. */
    private static final long TROUBLE_SECONDS = 15;

    private final Set<String> inputs = new HashSet<>();
    private volatile String trouble = "";
    private volatile String lastTrouble = "";
    private volatile long troubleNanos;

    /**
     * @param claims of each frame
     * @param models that of {@code inference.model} first
     * @param epochMicros wall time, for what records say; it may be set back
     * @param whenFatal told when the stream can go on no more
     */
    public FrameStream(
            FramelotConfig config,
            FrameCodecs codecs,
            FrameClaims claims,
            List<ModelIntake> models,
            FateListener counters,
            LongSupplier nanoClock,
            LongSupplier epochMicros,
            Consumer<Throwable> whenFatal) {
        TopicSettings topics = config.topics();
        inputs.add(topics.frames());
        topics.backfill().ifPresent(inputs::add);
        inputs.addAll(config.routing().topics());
        SteadyTime time = new SteadyTime(epochMicros, nanoClock);
        ThreadLedgers ledgers = new ThreadLedgers(() -> new ForwardingTurn(time::micros, LockSupport::parkNanos));
        OutcomeRecords records = new OutcomeRecords(
                codecs.frameDetections(topics.detections()),
                codecs.frameShed(topics.shed()),
                codecs.frameDeadLetter(topics.deadLetter()),
                config.deadLetter().maxValueBytes(),
                epochMicros);
        // Codecs of their own: with a registry the shadow's topic has its own subject.
        this.shadows = new ShadowRecords(config, new OutcomeRecords(
                codecs.frameDetections(topics.shadow()), codecs.frameShed(topics.shed()), codecs.frameDeadLetter(topics.deadLetter()), 0, epochMicros));
        Intakes intakes = new Intakes(config, models, (topic, suffix, share, door, route) -> new FrameIntake(
                topic, suffix, share, reader(config, codecs, topic), records, claims, route, shadows, ledgers, door, counters, nanoClock));
        this.gate = intakes.gates();
        this.streams = new KafkaStreams(
                FrameTopology.of(topics, intakes.all()), StreamsSettings.of(config), new CappedClientSupplier(ledgers, intakes.doors()), time);
        RestartPolicy restarts = new RestartPolicy(this::troubled, whenFatal);
        streams.setUncaughtExceptionHandler(restarts);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                trouble = "";
                restarts.recovered();
            }
        });
    }

    private static EnvelopeReader reader(FramelotConfig config, FrameCodecs codecs, String topic) {
        return config.frame().format() == FrameSettings.Format.AVRO
                ? new AvroEnvelopeReader(codecs.cameraFrame(topic), config.frame().maxBytes(),
                        new ReferenceReader(config.claimCheck().on(), config.claimCheck().maxBytes()))
                : new ImageEnvelopeReader(config.routing().attribute());
    }

    private void troubled(String reason) {
        troubleNanos = System.nanoTime();
        lastTrouble = reason;
        trouble = reason;
    }

    public void start() {
        streams.start();
    }

    /** Records behind, by partition of this instance's input; a partition of which nothing is known yet is absent. */
    public Map<TopicPartition, Long> lag() {
        Map<TopicPartition, Long> lag = new HashMap<>();
        streams.metrics().forEach((name, metric) -> {
            if (name.name().equals("records-lag") && inputs.contains(name.tags().get("topic"))
                    && metric.metricValue() instanceof Double records && !records.isNaN()) {
                lag.merge(new TopicPartition(name.tags().get("topic"), Integer.parseInt(name.tags().get("partition"))), records.longValue(), Long::sum);
            }
        });
        return lag;
    }

    /** Kafka's own metrics of this stream; the caller closes what it gets. */
    public AutoCloseable bindMetrics(MeterRegistry registry) {
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(registry);
        return metrics;
    }

    /** What Kafka refused lately; empty where nothing did since the stream runs again, at least {@value #TROUBLE_SECONDS} s. */
    public String trouble() {
        String last = lastTrouble;
        return last.isEmpty() || running() && System.nanoTime() - troubleNanos > TROUBLE_SECONDS * 1_000_000_000L ? "" : last;
    }

    /** Results of a shadow that were not written. */
    public long shadowsUnwritten() {
        return shadows.unwritten();
    }

    public IntakeGates gate() {
        return gate;
    }

    /** Kafka Streams' state, and what it struggles with. */
    public String state() {
        return streams.state() + (trouble.isEmpty() ? "" : ": " + trouble);
    }

    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Takes no more frames and waits for those in flight; true when none is left. */
    public boolean drain(Duration grace) {
        gate.stop();
        long endNanos = System.nanoTime() + grace.toNanos();
        while (gate.framesInFlight() > 0 && streams.state().isRunningOrRebalancing()) {
            if (System.nanoTime() - endNanos >= 0) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return gate.framesInFlight() == 0;
    }

    /** Commits what is forwarded and leaves the group, so that others need not wait for a time-out; true when that ended in time. */
    public boolean close(Duration grace) {
        shadows.close();
        return streams.close(CloseOptions.timeout(grace).withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
