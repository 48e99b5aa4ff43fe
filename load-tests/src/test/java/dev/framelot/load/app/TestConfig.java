package dev.framelot.load.app;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance with the declared-cost engine: 64 x 64 pixels, 8 frames a batch. */
final class TestConfig {
    private TestConfig() {}

    static FramelotConfig of(String bootstrapServers, DeliverySettings.Guarantee guarantee) {
        return new FramelotConfig(
                new KafkaSettings(bootstrapServers, "framelot-test", Map.of()),
                new TopicSettings("frames", Optional.empty(), "detections", "frames.shed", "frames.dead-letter", "framelot.control"),
                new FrameSettings(FrameSettings.Format.AVRO, 1 << 20, 10_000_000, 30, false),
                new RegistrySettings(Optional.empty(), Duration.ofSeconds(5)),
                new DecodeSettings(1, 48, DecodeSettings.Library.AUTO, true),
                new BatchingSettings(
                        BatchingSettings.Mode.FIXED, 8, Optional.of(Duration.ofMillis(10)), 32 << 20, List.of(1, 2, 4, 8), 0, Duration.ZERO,
                        BatchingSettings.Drop.KEEP_ALL, BatchingSettings.DefaultClass.LIVE, Duration.ZERO, Duration.ofMillis(2)),
                new InferenceSettings(
                        InferenceSettings.Engine.DECLARED_COST, Path.of("none"), InferenceSettings.Provider.CPU, false, InferenceSettings.Gpu.FIRST, 2, 0, 300,
                        Duration.ofSeconds(20), Duration.ofMillis(4), Duration.ofNanos(300_000), 64, Optional.empty()),
                new DeliverySettings(guarantee, Duration.ofMillis(100), 2, 64, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(20)),
                new DeadLetterSettings(1_024));
    }

    static FramelotConfig costing(FramelotConfig config, Duration fixed, Duration perFrame) {
        InferenceSettings i = config.inference();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(),
                new InferenceSettings(
                        i.engine(), i.model(), i.provider(), i.requireGpu(), i.gpu(), i.lanes(), i.threads(), i.maxDetections(), i.watchdog(), fixed,
                        perFrame, i.inputSide(), i.profiles()),
                config.delivery(), config.deadLetter());
    }

    static FramelotConfig watched(FramelotConfig config, Duration watchdog) {
        InferenceSettings i = config.inference();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(),
                new InferenceSettings(
                        i.engine(), i.model(), i.provider(), i.requireGpu(), i.gpu(), i.lanes(), i.threads(), i.maxDetections(), watchdog,
                        i.declaredFixedCost(), i.declaredFrameCost(), i.inputSide(), i.profiles()),
                config.delivery(), config.deadLetter());
    }

    static FramelotConfig withKafka(FramelotConfig config, Map<String, String> properties) {
        return new FramelotConfig(
                new KafkaSettings(config.kafka().bootstrapServers(), config.kafka().applicationId(), properties), config.topics(), config.frame(),
                config.schemaRegistry(), config.decode(), config.batching(), config.inference(), config.delivery(), config.deadLetter());
    }

    static FramelotConfig draining(FramelotConfig config, Duration grace) {
        DeliverySettings d = config.delivery();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(), config.inference(),
                new DeliverySettings(
                        d.guarantee(), d.commitInterval(), d.streamThreads(), d.inFlightFrames(), d.inFlightBytes(), d.transactionTimeout(), grace),
                config.deadLetter());
    }

    static FramelotConfig batching(FramelotConfig config, BatchingSettings.Mode mode, Duration slo, BatchingSettings.Drop drop) {
        BatchingSettings b = config.batching();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(),
                new BatchingSettings(
                        mode, b.maxFrames(), Optional.empty(), b.maxBatchBytes(), b.shapes(), b.maxSameCameraFrames(), slo, drop, b.defaultClass(),
                        b.backfillDelay(), b.reserve()),
                config.inference(), config.delivery(), config.deadLetter());
    }

    static FramelotConfig withBackfill(FramelotConfig config, String topic) {
        TopicSettings t = config.topics();
        return new FramelotConfig(
                config.kafka(), new TopicSettings(t.frames(), Optional.of(topic), t.detections(), t.shed(), t.deadLetter(), t.control()),
                config.frame(), config.schemaRegistry(), config.decode(), config.batching(), config.inference(), config.delivery(), config.deadLetter());
    }

    /** A real model instead of the declared device. @param models folder of those that may be swapped in */
    static FramelotConfig running(FramelotConfig config, Path model, Path models) {
        InferenceSettings i = config.inference();
        return new FramelotConfig(
                config.kafka(), config.topics(), config.frame(), config.schemaRegistry(), config.decode(), config.batching(),
                new InferenceSettings(
                        InferenceSettings.Engine.ONNX, model, i.provider(), i.requireGpu(), i.gpu(), i.lanes(), i.threads(), i.maxDetections(),
                        i.watchdog(), i.declaredFixedCost(), i.declaredFrameCost(), i.inputSide(), i.profiles(), models),
                config.delivery(), config.deadLetter());
    }

    /** Follows another control topic. */
    static FramelotConfig controlledBy(FramelotConfig config, String topic) {
        TopicSettings t = config.topics();
        return new FramelotConfig(
                config.kafka(), new TopicSettings(t.frames(), t.backfill(), t.detections(), t.shed(), t.deadLetter(), topic, t.shadow()),
                config.frame(), config.schemaRegistry(), config.decode(), config.batching(), config.inference(), config.delivery(), config.deadLetter());
    }
}
