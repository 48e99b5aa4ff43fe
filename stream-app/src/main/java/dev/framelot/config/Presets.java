package dev.framelot.config;

import io.smallrye.config.PropertiesConfigSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** What {@code batching.preset} stands for, and why. */
final class Presets {
    private static final int BELOW_ALL_OTHERS = 1;
    private static final Map<String, Map<String, String>> KNOWN = Map.of(
            // A frame that is acted upon is worth nothing once a newer one is there; a batch of one is ready soonest.
            "driving", Map.of("batching.mode", "latency", "batching.max-frames", "1", "batching.slo", "50ms", "batching.drop", "keep-latest"),
            // High-resolution images: memory bounds the batch, what matters is small and would be lost by shrinking, and none may be missing.
            "medical", Map.of("batching.mode", "latency", "batching.max-frames", "2", "batching.slo", "1s", "batching.drop", "keep-all",
                    "slicing.above-pixels", "2000000"),
            // Each board must be judged, and before it leaves the line.
            "inspection", Map.of("batching.mode", "adaptive", "batching.slo", "100ms", "batching.drop", "keep-all"),
            // Nobody waits for it: large batches, and only what live cameras leave of the device.
            "backfill", Map.of("batching.mode", "throughput", "batching.max-frames", "32", "batching.slo", "0ms", "batching.drop", "keep-all",
                    "batching.default-class", "backfill"));

    private Presets() {}

    /** Empty for none and for names that are no preset. */
    static Optional<ConfigSource> source(String name) {
        if (name == null) {
            return Optional.empty();
        }
        String preset = name.strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(KNOWN.get(preset)).map(values -> new PropertiesConfigSource(values, "preset " + preset, BELOW_ALL_OTHERS));
    }
}
