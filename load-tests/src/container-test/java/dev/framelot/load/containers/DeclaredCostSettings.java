package dev.framelot.load.containers;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.FramelotConfig.Batching;
import dev.framelot.config.FramelotConfig.DeadLetter;
import dev.framelot.config.FramelotConfig.Decode;
import dev.framelot.config.FramelotConfig.Delivery;
import dev.framelot.config.FramelotConfig.Frame;
import dev.framelot.config.FramelotConfig.Inference;
import dev.framelot.config.FramelotConfig.Kafka;
import dev.framelot.config.FramelotConfig.Registry;
import dev.framelot.config.FramelotConfig.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of an instance whose model only takes time: 4 ms a batch and 0.3 ms a frame. */
final class DeclaredCostSettings {
    private DeclaredCostSettings() {}

    static FramelotConfig exactlyOnce(String servers) {
        return new FramelotConfig(
                new Kafka(servers, "framelot", Map.of()),
                new Topics(FramelotTopics.FRAMES, FramelotTopics.DETECTIONS, FramelotTopics.SHED, FramelotTopics.DEAD_LETTER),
                new Frame(Frame.Format.AVRO, 8 << 20, 64_000_000, 64, false),
                new Registry(Optional.empty(), Duration.ofSeconds(5)),
                new Decode(1, 32, Decode.Library.AUTO, true),
                new Batching(Batching.Mode.FIXED, 8, Duration.ofMillis(20), 32L << 20, List.of(1, 2, 4, 8), 0),
                new Inference(
                        Inference.Engine.DECLARED_COST,
                        Path.of("none"),
                        Inference.Provider.CPU,
                        false,
                        0,
                        1,
                        0,
                        300,
                        Duration.ofSeconds(60),
                        Duration.ofMillis(4),
                        Duration.ofNanos(300_000),
                        64),
                new Delivery(
                        Delivery.Guarantee.EXACTLY_ONCE, Duration.ofMillis(100), 2, 512, 64L << 20, Duration.ofSeconds(10), Duration.ofSeconds(30)),
                new DeadLetter(1 << 16));
    }
}
