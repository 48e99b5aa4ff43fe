package dev.framelot.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where frames come from and results go, and which model a frame goes to: no topic may have two uses. */
final class TopicsSection {
    /** What headers of bare images mean already. */
    private static final Set<String> IMAGE_HEADERS = Set.of("frame-id", "sequence", "captured-at-micros", "deadline-micros", "traffic-class", "traceparent");

    private final GivenSettings given;
    /** Each topic, to the setting that names it. */
    private final Map<String, String> keys;

    TopicsSection(GivenSettings given) {
        this.given = given;
        this.keys = topicsDiffer(given);
    }

    TopicSettings topics() {
        return new TopicSettings(
                given.get(SettingsCatalogue.FRAMES_TOPIC),
                given.find(SettingsCatalogue.BACKFILL_TOPIC),
                given.get(SettingsCatalogue.DETECTIONS_TOPIC),
                given.get(SettingsCatalogue.SHED_TOPIC),
                given.get(SettingsCatalogue.DEAD_LETTER_TOPIC),
                given.get(SettingsCatalogue.CONTROL_TOPIC),
                given.get(SettingsCatalogue.SHADOW_TOPIC));
    }

    /**
     * @param inference of the main model
     * @param modelsMustExist false for commands that may run elsewhere
     */
    RoutingSettings routing(InferenceSettings inference, boolean modelsMustExist) {
        String attribute = given.get(SettingsCatalogue.FRAME_MODEL_ATTRIBUTE);
        if (attribute != null && given.models().isEmpty()) {
            given.wrong(SettingsCatalogue.FRAME_MODEL_ATTRIBUTE, "names models, and there is none but inference.model", "Add models.NAME.path, or remove this");
        }
        if (attribute != null && given.get(SettingsCatalogue.FRAME_FORMAT) == FrameSettings.Format.IMAGE && IMAGE_HEADERS.contains(attribute)) {
            given.wrong(SettingsCatalogue.FRAME_MODEL_ATTRIBUTE, "is a header of bare images (frame.format: image) that says something else", "Name a header of your own, such as model");
        }
        int sessions = inference.gpu().sessionsPerDevice() * (inference.provider() == InferenceSettings.Provider.CPU ? 1 : inference.gpu().devices().size());
        boolean mustExist = modelsMustExist && inference.engine() == InferenceSettings.Engine.ONNX;
        return new RoutingSettings(given.find(SettingsCatalogue.FRAME_MODEL_ATTRIBUTE), given.furtherModels(attribute != null, keys, mustExist, sessions));
    }

    private static Map<String, String> topicsDiffer(GivenSettings given) {
        Map<String, Setting<String>> seen = new HashMap<>();
        for (Setting<String> setting : List.of(
                SettingsCatalogue.FRAMES_TOPIC, SettingsCatalogue.BACKFILL_TOPIC, SettingsCatalogue.DETECTIONS_TOPIC, SettingsCatalogue.SHED_TOPIC, SettingsCatalogue.DEAD_LETTER_TOPIC,
                SettingsCatalogue.CONTROL_TOPIC, SettingsCatalogue.SHADOW_TOPIC)) {
            String topic = given.get(setting);
            Setting<String> other = topic == null ? null : seen.putIfAbsent(topic, setting);
            if (other != null) {
                given.wrong(setting, "is the same topic as " + other.key(), "Give each its own");
            }
        }
        Map<String, String> keys = new HashMap<>();
        seen.forEach((topic, setting) -> keys.put(topic, setting.key()));
        return keys;
    }
}
