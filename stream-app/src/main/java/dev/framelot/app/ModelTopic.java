package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.NamedModel;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the commands of {@code framelot model} share: the topic that all instances follow for a route, and what the settings here say of that. */
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

    /** What the settings here say of the route. */
    ModelTrial trial() {
        return new ModelTrial(config);
    }

    /** @throws StartException only its card tells it from what was chosen to serve */
    void refuseOtherCard(Chosen chosen) {
        now().serving().flatMap(serves -> OtherCard.sentence(chosen.folder(), serves.identity(), chosen.identity())).ifPresent(why -> {
            throw new StartException("Not changed: " + why);
        });
    }

    /** @throws StartException as {@link #refuseOtherCard} */
    void choose(ModelChoice next) throws InterruptedException {
        Stream.of(next.serving(), next.shadow()).flatMap(Optional::stream).forEach(this::refuseOtherCard);
        topic.choose(next);
    }
}
