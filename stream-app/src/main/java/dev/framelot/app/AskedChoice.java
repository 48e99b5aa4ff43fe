package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.control.StaleVersionException;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.inference.InferenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the choices of this instance's own callers for a route: loads the model here, so that a broken one is never chosen, then writes the choice to the
 * control topic and waits until this instance follows it. One change at a time: each method holds this object's lock.
 */
final class AskedChoice {
    private static final Duration FOLLOW = Duration.ofSeconds(60);

    private final String route;
    private final FramelotConfig config;
    private final ControlTopic topic;
    private final ModelLoader loader;
    private final RunningModels running;
    private final FollowedChoice following;

    AskedChoice(String route, FramelotConfig config, ControlTopic topic, ModelLoader loader, RunningModels running, FollowedChoice following) {
        this.route = route;
        this.config = config;
        this.topic = topic;
        this.loader = loader;
        this.running = running;
        this.following = following;
    }

    synchronized void load(String name) throws InferenceException {
        running.prepare(Optional.of(name));
    }

    synchronized void serve(String name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        ModelChoice now = inForce(expectedVersion);
        Chosen chosen = running.readyOrPrepared(name);
        chooseToServe(now.serving(chosen, by, epochMicros()));
    }

    synchronized void serveSettings(Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        ModelChoice now = inForce(expectedVersion);
        ModelChoice next = now.servingSettings(by, epochMicros());
        if (running.settingsServe()) {
            choose(next);
        } else {
            running.prepare(Optional.empty());
            chooseToServe(next);
        }
    }

    /** What was made ready for it is of no use where it is refused. */
    private void chooseToServe(ModelChoice next) throws InterruptedException {
        try {
            choose(next);
        } catch (RuntimeException refused) {
            running.discardReady();
            throw refused;
        }
    }

    synchronized void shadow(Optional<String> name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        ModelChoice now = inForce(expectedVersion);
        Optional<Chosen> chosen = Optional.empty();
        if (name.isPresent()) {
            // Loaded for the proof that it can be; the follower loads it again. A shadow may come late, a broken choice may not be written.
            WarmModel tried = loader.toWatch(name.get());
            chosen = Optional.of(new Chosen(name.get(), tried.engine().model()));
            tried.close();
            checkShadow(chosen.get());
        }
        choose(now.shadow(chosen, by, epochMicros()));
    }

    private void checkShadow(Chosen chosen) {
        OtherCard.sentence(chosen.folder(), running.serving().engine().model(), chosen.identity()).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        if (chosen.identity().is(running.serving().engine().model())) {
            throw new IllegalArgumentException(chosen + " serves already; a shadow is another model");
        }
        try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
            if (!TopicFacts.of(admin, config.topics().shadow(), config).exists()) {
                throw new IllegalStateException("Topic '" + config.topics().shadow() + "' (topics.shadow) does not exist; create it with: framelot topics create");
            }
        }
    }

    private ModelChoice inForce(Optional<Long> expectedVersion) {
        long seen = following.followed().version();
        ModelChoice now = topic.read().orElseThrow(() -> new IllegalStateException("Topic '" + topic.name()
                + "' (topics.control) does not exist, so models can't be changed live; create it with: framelot topics create")).models(route);
        if (now.version() < seen) {
            throw new IllegalStateException("Topic '" + topic.name() + "' (topics.control) says version " + now.version() + " of the models of route " + route
                    + ", but this instance follows version " + seen
                    + ": the topic was deleted and made again, or lost records. Nothing was changed; restart all instances, then ask again");
        }
        if (expectedVersion.isPresent() && expectedVersion.get() != now.version()) {
            throw StaleVersionException.of(now.version(), expectedVersion.get());
        }
        return now;
    }

    private void choose(ModelChoice next) throws InterruptedException {
        topic.choose(next);
        if (!following.await(next.version(), FOLLOW)) {
            throw new IllegalStateException("Version " + next.version() + " was written, but this instance did not follow it within " + FOLLOW.toSeconds()
                    + " s; GET /v1/models says when it does");
        }
        String refusal = following.refusal();
        if (following.followed().version() == next.version() && !refusal.isEmpty()) {
            throw new IllegalStateException("Version " + next.version() + " was written, but this instance can't follow all of it: " + refusal + ". " + running.serving() + " serves");
        }
    }

    static long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
