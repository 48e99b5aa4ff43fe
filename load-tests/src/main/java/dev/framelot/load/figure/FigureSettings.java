package dev.framelot.load.figure;

import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.Checkout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Settings of the application under measurement: its defaults and what a figure says, nothing from file or environment. */
final class FigureSettings {
    private final Map<String, String> settings = new HashMap<>();

    private FigureSettings() {}

    /** The shipped model on the CPU, lanes and threads as they are by default. */
    static FigureSettings of(String bootstrapServers) {
        return new FigureSettings()
                .with("kafka.bootstrap-servers", bootstrapServers)
                .with("inference.model", Checkout.model().toString());
    }

    FigureSettings with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    FigureSettings guarantee(Guarantee guarantee) {
        return with("delivery.guarantee", guarantee.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }

    /**
     * The declared-cost engine instead of a model.
     *
     * @param inputSide pixels; the model's own side makes decoding cost what it costs with the model
     */
    FigureSettings declaredCost(String fixed, String perFrame, int inputSide) {
        return with("inference.engine", "declared-cost")
                .with("inference.declared-cost.fixed", fixed)
                .with("inference.declared-cost.per-frame", perFrame)
                .with("inference.declared-cost.input-side", String.valueOf(inputSide));
    }

    /** As a consumer group that nobody was before: it takes the topic from its beginning. */
    FramelotConfig asNewGroup() {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.application-id", "framelot-" + UUID.randomUUID());
        return ConfigLoader.load(new ConfigSources(Optional.empty(), Map.of(), Map.of(), all)).config();
    }

    Map<String, String> asMap() {
        return Map.copyOf(settings);
    }
}
