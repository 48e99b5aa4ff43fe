package dev.framelot.topology;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.image.FrameRejectedException;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Which model's pipeline takes a topic's frames. Immutable; used by all stream threads. */
public final class FrameRoute {
    /** Longest name that is repeated to a person, characters. */
    private static final int SHOWN = 64;

    /** Null: none is looked at. */
    private final String attribute;
    private final Map<String, Consumer<FrameTask>> byName;
    private final Consumer<FrameTask> otherwise;

    private FrameRoute(String attribute, Map<String, Consumer<FrameTask>> byName, Consumer<FrameTask> otherwise) {
        this.attribute = attribute;
        this.byName = Map.copyOf(byName);
        this.otherwise = otherwise;
    }

    /** @param pipeline takes every frame, without blocking */
    public static FrameRoute always(Consumer<FrameTask> pipeline) {
        return new FrameRoute(null, Map.of(), pipeline);
    }

    /**
     * @param attribute names the model
     * @param byName each takes a frame without blocking
     * @param otherwise takes frames without that attribute
     */
    public static FrameRoute byAttribute(String attribute, Map<String, Consumer<FrameTask>> byName, Consumer<FrameTask> otherwise) {
        return new FrameRoute(attribute, byName, otherwise);
    }

    /** @throws FrameRejectedException its attribute names no model */
    Consumer<FrameTask> of(FrameIdentity frame) throws FrameRejectedException {
        String name = attribute == null ? null : frame.attributes().get(attribute);
        if (name == null || name.isEmpty()) {
            return otherwise;
        }
        Consumer<FrameTask> named = byName.get(name);
        if (named == null) {
            throw new FrameRejectedException(Reason.UNKNOWN_MODEL, "attribute '" + attribute + "' (frame.model-attribute) of frame " + frame.frameId() + " is '"
                    + (name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…") + "', the models here are " + String.join(", ", new TreeSet<>(byName.keySet()))
                    + "; add models.NAME.path, or mend the producer");
        }
        return named;
    }
}
