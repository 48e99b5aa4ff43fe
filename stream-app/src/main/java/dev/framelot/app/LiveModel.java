package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.NamedModel;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.http.ModelRoute;
import dev.framelot.http.Models;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelFolder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of one route of this instance: what runs, what is followed, and what this instance's callers ask for, begun and ended together. */
final class LiveModel implements ModelRoute, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveModel.class);
    private static final Duration LAST_CHANGE = Duration.ofSeconds(10);
    /** The end waits no longer for a model that a caller is having loaded. */
    private static final Duration LAST_LOAD = Duration.ofSeconds(2);

    private final String route;
    private final RunningModels running;
    private final FollowedChoice following;
    private final AskedChoice asking;

    /** @param first what its pipeline began with @param loading shared by all routes @param note told of each change, in words */
    LiveModel(ModelPipeline model, ModelFolder folder, FirstModel first, ControlTopic topic, ReentrantLock loading, Consumer<String> note) {
        this.route = model.name();
        FramelotConfig config = model.config();
        Consumer<String> ofRoute = route.equals(NamedModel.MAIN) ? note : words -> note.accept("Route " + route + ": " + words);
        ModelSource source = RouteSource.of(config.inference(), folder);
        InferenceEngine serving = model.pipeline().serving().engine();
        ModelLoader loader = new ModelLoader(config, source, serving.input(), serving.provider());
        this.running = new RunningModels(model.pipeline(), config, source, loader, first.chosen(), loading, ofRoute);
        this.following = new FollowedChoice(route, running, first, ofRoute);
        this.asking = new AskedChoice(route, config, topic, loader, running, following);
    }

    /** @param told now, and after each change of what runs, by any thread */
    void whenChanged(Runnable told) {
        following.whenChanged(told);
    }

    /** The topic says so, for this route. Returns at once. */
    void follow(ModelChoice choice) {
        following.follow(choice);
    }

    @Override
    public String name() {
        return route;
    }

    @Override
    public Models.Running running() {
        return running.view(following.followed(), following.refusal());
    }

    @Override
    public void load(String name) throws InferenceException {
        asking.load(name);
    }

    @Override
    public void serve(String name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        asking.serve(name, expectedVersion, by);
    }

    @Override
    public void serveSettings(Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        asking.serveSettings(expectedVersion, by);
    }

    @Override
    public void shadow(Optional<String> name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        asking.shadow(name, expectedVersion, by);
    }

    /** From now on no model is loaded. Returns at once; {@link #close} comes after. */
    void end() {
        running.end();
        following.end();
    }

    /** Before the pipeline: nothing is swapped any more, what was only ready is closed. */
    @Override
    public void close() {
        end();
        try {
            if (!following.awaitEnd(LAST_CHANGE)) {
                LOG.warn("A model is still being loaded; the process ends without it");
            } else if (!running.close(LAST_LOAD)) {
                LOG.warn("A model is still being loaded for a caller; the process ends without it");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
