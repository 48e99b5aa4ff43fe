package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.FramelotConfig.Inference;
import dev.framelot.config.FramelotConfig.NamedModel;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the commands of {@code framelot model} share: the topic that all instances follow for a route, and the proof that a model loads. */
final class ModelTopic {
    private final FramelotConfig config;
    private final String route;
    private final ControlTopic topic;
    private final ControlTopic.Content content;

    /**
     * @param route {@code main}, or a name of the setting {@code models}
     * @throws StartException the settings have no such name, the topic is not there, or the broker does not answer
     */
    ModelTopic(FramelotConfig config, String route) {
        this.config = ofRoute(config, route);
        this.route = route;
        this.topic = LiveControl.topic(config);
        this.content = KafkaFailures.naming(config.kafka(), topic::read)
                .orElseThrow(() -> new StartException("Topic '" + topic.name() + "' (topics.control) does not exist on " + config.kafka().bootstrapServers()
                        + ", so models can't be changed live; create it with: framelot topics create"));
    }

    private static FramelotConfig ofRoute(FramelotConfig config, String route) {
        if (route.equals(NamedModel.MAIN)) {
            return config;
        }
        List<NamedModel> further = config.routing().further();
        return further.stream().filter(model -> model.name().equals(route)).findFirst().map(config::running)
                .orElseThrow(() -> new StartException("No model has the name '" + route + "' (--route) in the settings; there are: "
                        + Stream.concat(Stream.of(NamedModel.MAIN), further.stream().map(NamedModel::name)).collect(Collectors.joining(", "))));
    }

    ControlTopic.Content content() {
        return content;
    }

    ModelChoice now() {
        return content.models(route);
    }

    void choose(ModelChoice next) throws InterruptedException {
        topic.choose(next);
    }

    /**
     * Loads it here from the folder of models and runs its smallest batch, so that no broken one is chosen.
     *
     * @throws StartException it can't serve, with the reason
     */
    Chosen tried(String name) {
        Inference settings = config.inference();
        try (InferenceEngine engine = RouteSource.of(settings).named(name)) {
            engine.openLane(0, List.of(engine.fixedBatch().orElse(1))).close();
            Optional<Chosen> serves = now().serving();
            if (serves.isPresent()) {
                OtherCard.refuse(name, serves.get().identity(), engine.model());
            }
            return new Chosen(name, engine.model());
        } catch (InferenceException refused) {
            throw new StartException("Not changed: " + refused.sentence(), refused);
        } catch (IllegalArgumentException unknown) {
            throw new StartException("Not changed: " + unknown.getMessage()
                    + ". A running instance can be asked where its folder is: PUT /v1/models/serving (docs/live-models.md)", unknown);
        }
    }
}
