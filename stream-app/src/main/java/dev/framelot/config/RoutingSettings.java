package dev.framelot.config;

import java.util.List;
import java.util.Optional;

/**
 * Which model a frame goes to: that of its topic, else the one its attribute names, else the one of {@code inference.model}.
 *
 * @param attribute whose value names a model; empty: none is looked at
 * @param further models beside {@code inference.model}
 */
public record RoutingSettings(Optional<String> attribute, List<NamedModel> further) {
    public static final RoutingSettings ONE_MODEL = new RoutingSettings(Optional.empty(), List.of());

    public RoutingSettings {
        further = List.copyOf(further);
    }

    /** Input topics beside those of {@link TopicSettings}. */
    public List<String> topics() {
        return further.stream().flatMap(model -> model.topics().stream()).toList();
    }
}
