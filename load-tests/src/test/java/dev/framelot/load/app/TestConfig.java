package dev.framelot.load.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.FramelotConfig.Batching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance with the declared-cost engine: 64 x 64 pixels, 8 frames a batch. */
final class TestConfig {
    private TestConfig() {}

    static FramelotConfig of(String bootstrapServers, FramelotConfig.Delivery.Guarantee guarantee) {
        return new FramelotConfig(
                new FramelotConfig.Kafka(bootstrapServers, "framelot-test", Map.of()),
                new FramelotConfig.Topics("frames", Optional.empty(), "detections", "frames.shed", "frames.dead-letter", "framelot.control"),
                new FramelotConfig.Frame(FramelotConfig.Frame.Format.AVRO, 1 << 20, 10_000_000, 30, false),
                new FramelotConfig.Registry(Optional.empty(), Duration.ofSeconds(5)),
                new FramelotConfig.Decode(1, 48, FramelotConfig.Decode.Library.AUTO, true),
                new FramelotConfig.Batching(
                        FramelotConfig.Batching.Mode.FIXED, 8, Optional.of(Duration.ofMillis(10)), 32 << 20, List.of(1, 2, 4, 8), 0, Duration.ZERO,
                        FramelotConfig.Batching.Drop.KEEP_ALL, FramelotConfig.Batching.DefaultClass.LIVE, Duration.ZERO, Duration.ofMillis(2)),
                new FramelotConfig.Inference(
                        FramelotConfig.Inference.Engine.DECLARED_COST, Path.of("none"), FramelotConfig.Inference.Provider.CPU, false, FramelotConfig.Inference.Gpu.FIRST, 2, 0, 300,
                        Duration.ofSeconds(20), Duration.ofMillis(4), Duration.ofNanos(300_000), 64, Optional.empty()),
                new FramelotConfig.Delivery(guarantee, Duration.ofMillis(100), 2, 64, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20)),
                new FramelotConfig.DeadLetter(1_024));
    }

    static FramelotConfig costing(FramelotConfig config, Duration fixed, Duration perFrame) {
        FramelotConfig.Inference i = config.inference();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(),
                new FramelotConfig.Inference(
                        i.engine(), i.model(), i.provider(), i.requireGpu(), i.gpu(), i.lanes(), i.threads(), i.maxDetections(), i.watchdog(), fixed,
                        perFrame, i.inputSide(), i.profiles()),
                config.delivery(), config.deadLetter());
    }

    static FramelotConfig watched(FramelotConfig config, Duration watchdog) {
        FramelotConfig.Inference i = config.inference();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(),
                new FramelotConfig.Inference(
                        i.engine(), i.model(), i.provider(), i.requireGpu(), i.gpu(), i.lanes(), i.threads(), i.maxDetections(), watchdog,
                        i.declaredFixedCost(), i.declaredFrameCost(), i.inputSide(), i.profiles()),
                config.delivery(), config.deadLetter());
    }

    static FramelotConfig withKafka(FramelotConfig config, Map<String, String> properties) {
        return new FramelotConfig(
                new FramelotConfig.Kafka(config.kafka().bootstrapServers(), config.kafka().applicationId(), properties), config.topics(), config.frame(),
                config.schemaRegistry(), config.decode(), config.batching(), config.inference(), config.delivery(), config.deadLetter());
    }

    static FramelotConfig draining(FramelotConfig config, Duration grace) {
        FramelotConfig.Delivery d = config.delivery();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(), config.inference(),
                new FramelotConfig.Delivery(
                        d.guarantee(), d.commitInterval(), d.streamThreads(), d.inFlightFrames(), d.inFlightBytes(), d.transactionTimeout(), grace),
                config.deadLetter());
    }

    static FramelotConfig batching(FramelotConfig config, Batching.Mode mode, Duration slo, Batching.Drop drop) {
        Batching b = config.batching();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(),
                new Batching(
                        mode, b.maxFrames(), Optional.empty(), b.maxBatchBytes(), b.shapes(), b.maxSameCameraFrames(), slo, drop, b.defaultClass(),
                        b.backfillDelay(), b.reserve()),
                config.inference(), config.delivery(), config.deadLetter());
    }

    static FramelotConfig withBackfill(FramelotConfig config, String topic) {
        FramelotConfig.Topics t = config.topics();
        return new FramelotConfig(
                config.kafka(), new FramelotConfig.Topics(t.frames(), Optional.of(topic), t.detections(), t.shed(), t.deadLetter(), t.control()),
                config.frame(), config.schemaRegistry(), config.decode(), config.batching(), config.inference(), config.delivery(), config.deadLetter());
    }

    /** A real model instead of the declared device. @param models folder of those that may be swapped in */
    static FramelotConfig running(FramelotConfig config, Path model, Path models) {
        FramelotConfig.Inference i = config.inference();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(),
                new FramelotConfig.Inference(
                        FramelotConfig.Inference.Engine.ONNX, model, i.provider(), i.requireGpu(), i.gpu(), i.lanes(), i.threads(), i.maxDetections(),
                        i.watchdog(), i.declaredFixedCost(), i.declaredFrameCost(), i.inputSide(), i.profiles(), models),
                config.delivery(), config.deadLetter());
    }

    /** Follows another control topic. */
    static FramelotConfig controlledBy(FramelotConfig config, String topic) {
        FramelotConfig.Topics t = config.topics();
        return new FramelotConfig(
                config.kafka(), new FramelotConfig.Topics(t.frames(), t.backfill(), t.detections(), t.shed(), t.deadLetter(), topic, t.shadow()),
                config.frame(), config.schemaRegistry(), config.decode(), config.batching(), config.inference(), config.delivery(), config.deadLetter());
    }
}
