package dev.framelot.topology;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.NamedModel;
import dev.framelot.config.TopicSettings;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.schemas.serde.FrameCodecs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The topics of frames of one instance: at which gate each pauses, and which models take its frames. The topics of a further model are that model's;
 * {@code topics.frames} and {@code topics.backfill} are the first model's, and of every model that an attribute names.
 */
final class Intakes {
    private final Map<String, IntakeDoors.Door> doors = new HashMap<>();
    private final List<IntakeGate> gates = new ArrayList<>();
    private final List<FrameIntake> intakes = new ArrayList<>();

    /** What intakes have in common. */
    interface Making {
        FrameIntake intake(String topic, String suffix, IntakeGate.Share share, IntakeGate gate, FrameRoute route);
    }

    /** @param models the first one first */
    Intakes(FramelotConfig config, List<ModelIntake> models, Making making) {
        TopicSettings topics = config.topics();
        ModelIntake first = models.get(0);
        boolean mixed = config.routing().attribute().isPresent();
        List<ModelIntake> inside = mixed ? models : List.of(first);
        IntakeGate gate = new IntakeGate(most(inside), config.delivery().inFlightBytes(), () -> useful(inside));
        gates.add(gate);
        FrameRoute route = route(config, models);
        add(making.intake(topics.frames(), "", IntakeGate.Share.LIVE, gate, route));
        topics.backfill().ifPresent(topic -> add(making.intake(topic, "-backfill", IntakeGate.Share.BACKFILL, gate, route)));
        for (ModelIntake further : models.subList(1, models.size())) {
            if (!further.topics().isEmpty()) {
                IntakeGate own = new IntakeGate(further.maxFrames(), config.delivery().inFlightBytes(), further.useful());
                gates.add(own);
                // A colon is in no topic's name, so that no two suffixes are equal.
                further.topics().forEach(topic -> add(making.intake(topic, ":" + topic, IntakeGate.Share.LIVE, own, FrameRoute.always(further.pipeline()))));
            }
        }
    }

    private void add(FrameIntake intake) {
        intakes.add(intake);
        doors.put(intake.framesTopic(), new IntakeDoors.Door(intake.gate(), intake.share()));
    }

    private static FrameRoute route(FramelotConfig config, List<ModelIntake> models) {
        Consumer<FrameTask> first = models.get(0).pipeline();
        if (config.routing().attribute().isEmpty()) {
            return FrameRoute.always(first);
        }
        Map<String, Consumer<FrameTask>> byName = new HashMap<>();
        models.forEach(model -> byName.put(model.name(), model.pipeline()));
        byName.put(NamedModel.MAIN, first);
        return FrameRoute.byAttribute(config.routing().attribute().get(), byName, first);
    }

    /** All lanes of all models that take frames here can be full at once. */
    private static int most(List<ModelIntake> models) {
        return (int) Math.min(Integer.MAX_VALUE, models.stream().mapToLong(ModelIntake::maxFrames).sum());
    }

    private static int useful(List<ModelIntake> models) {
        long frames = 0;
        for (ModelIntake model : models) {
            frames += model.useful().getAsInt();
        }
        return (int) Math.min(Integer.MAX_VALUE, frames);
    }

    List<FrameIntake> all() {
        return intakes;
    }

    IntakeDoors doors() {
        return new IntakeDoors(doors);
    }

    IntakeGates gates() {
        return new IntakeGates(gates);
    }
}
