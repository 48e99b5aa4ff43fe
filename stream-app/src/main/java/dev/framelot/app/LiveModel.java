package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.FramelotConfig.NamedModel;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.control.StaleVersionException;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.http.ModelRoute;
import dev.framelot.http.Models;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one route of this instance: follows what the control topic chooses for it, and makes the choices of this instance's own callers. Loads
 * and closes on threads of its own or the caller's, never on the way of a frame; a model that can't be loaded changes nothing.
 */
final class LiveModel implements ModelRoute, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveModel.class);
    private static final long FOLLOW_SECONDS = 60;
    /** Beyond the watchdog, which ends the process, nobody need wait for a batch. */
    private static final long RELEASE_MARGIN_SECONDS = 10;
    /** The end waits no longer for a model that a caller is having loaded. */
    private static final long CLOSE_SECONDS = 2;

    private record Prepared(Chosen chosen, WarmModel warm) {}

    private final String route;
    private final FramelotConfig config;
    private final FramePipeline pipeline;
    private final ControlTopic topic;
    private final ModelFolder folder;
    private final ModelLoader loader;
    private final Consumer<String> note;
    private final ThreadPoolExecutor follower;
    /** A look at the latest choice waits in the follower's queue. */
    private final AtomicBoolean lookWaits = new AtomicBoolean();
    /** One change at a time of this instance's callers. */
    private final Object asking = new Object();
    /** One model at a time is loaded, swapped or closed, on all routes. Guards the four fields below it where they are written. */
    private final ReentrantLock loading;
    private volatile Optional<Prepared> prepared = Optional.empty();
    private volatile Optional<String> servingFolder;
    private volatile Optional<Chosen> shadowing = Optional.empty();
    private volatile String refusal = "";
    /** What the topic says; written by the control topic's follower. */
    private volatile ModelChoice wanted;
    /** What was followed, as far as it could be. Written under its own lock, which tells of each change. */
    private volatile ModelChoice followed;
    private final Object following = new Object();
    private volatile Runnable whenChanged = () -> {};
    private volatile boolean closed;

    /** @param first the one that serves, if it was chosen @param loading shared by all routes @param note told of each change, in words */
    LiveModel(ModelPipeline model, ModelFolder folder, Optional<Chosen> first, ControlTopic topic, ReentrantLock loading, Consumer<String> note) {
        this.route = model.name();
        this.config = model.config();
        this.pipeline = model.pipeline();
        this.topic = topic;
        this.loading = loading;
        this.note = route.equals(NamedModel.MAIN) ? note : words -> note.accept("Route " + route + ": " + words);
        this.folder = folder;
        this.wanted = ModelChoice.none(route);
        this.followed = wanted;
        this.loader = new ModelLoader(config, folder, pipeline.serving().engine().input());
        this.servingFolder = first.map(Chosen::folder);
        // At most one look, and the failures of the shadows before and after the look that runs, wait here: nothing is discarded before the end.
        this.follower = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(4), run -> {
            Thread thread = new Thread(run, "framelot-models-" + route);
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy());
    }

    /** @param told now, and after each change of what runs, by any thread */
    void whenChanged(Runnable told) {
        whenChanged = told;
        told.run();
    }

    @Override
    public String name() {
        return route;
    }

    /** The topic says so, for this route. Returns at once. */
    void follow(ModelChoice choice) {
        wanted = choice;
        if (lookWaits.compareAndSet(false, true)) {
            follower.execute(this::follow);
        }
    }

    private void follow() {
        lookWaits.set(false);
        ModelChoice choice = wanted;
        if (choice.version() <= followed.version() || closed) {
            return;
        }
        loading.lock();
        try {
            String why = "";
            try {
                if (choice.serving().isPresent()) {
                    swapTo(choice.serving().get(), choice);
                }
                shadow(choice.shadow());
            } catch (InferenceException | RuntimeException refused) {
                why = refused instanceof InferenceException inWords ? inWords.sentence() : String.valueOf(refused.getMessage());
                LOG.error("Version {} by {} chose models for route {} that can't be used here: {}. {} keeps serving", choice.version(), choice.issuedBy(), route, why,
                        pipeline.serving());
                note.accept("Version " + choice.version() + " by " + choice.issuedBy() + " not followed: " + why + ". " + pipeline.serving() + " keeps serving");
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
            refusal = why;
        } finally {
            loading.unlock();
        }
        whenChanged.run();
        synchronized (following) {
            followed = choice;
            following.notifyAll();
        }
    }

    private void swapTo(Chosen chosen, ModelChoice choice) throws InferenceException, InterruptedException {
        WarmModel before = pipeline.serving();
        if (before.engine().model().equals(chosen.identity())) {
            servingFolder = Optional.of(chosen.folder());
            return;
        }
        WarmModel next = take(chosen);
        if (closed) {
            next.close();
            return;
        }
        CompletableFuture<WarmModel> leaving;
        try {
            leaving = pipeline.swap(next);
        } catch (RuntimeException refused) {
            next.close();
            throw refused;
        }
        try {
            servingFolder = Optional.of(chosen.folder());
            WarmModel released = leaving.get(config.inference().watchdog().toSeconds() + RELEASE_MARGIN_SECONDS, TimeUnit.SECONDS);
            LOG.info("Version {} by {}: {} serves route {}, {} is released", choice.version(), choice.issuedBy(), chosen, route, released);
            note.accept("Version " + choice.version() + " by " + choice.issuedBy() + ": " + chosen + " serves instead of " + released);
            released.close();
        } catch (ExecutionException | TimeoutException ended) {
            LOG.warn("{} was not released: {}", before, ended.toString());
        }
    }

    /** The prepared one if it is this, else it is loaded now. */
    private WarmModel take(Chosen chosen) throws InferenceException {
        Optional<Prepared> ready = prepared;
        if (ready.isPresent() && ready.get().chosen.equals(chosen)) {
            prepared = Optional.empty();
            return ready.get().warm;
        }
        return loader.toServe(chosen);
    }

    private void shadow(Optional<Chosen> wish) throws InferenceException {
        if (wish.equals(shadowing)) {
            return;
        }
        if (wish.isEmpty()) {
            pipeline.stopShadow();
            note.accept("The shadow " + shadowing.get() + " ended");
            shadowing = wish;
            return;
        }
        Chosen chosen = wish.get();
        WarmModel watching = loader.toWatch(chosen);
        if (closed) {
            watching.close();
            return;
        }
        // The one before is stopped first, so if this one can't begin there is none.
        shadowing = Optional.empty();
        try {
            pipeline.shadow(watching, failure -> shadowFailed(watching, failure));
        } catch (OutOfMemoryError noRoom) {
            watching.close();
            throw ModelLoader.outOfMemory(noRoom);
        }
        shadowing = wish;
        LOG.info("{} sees frames in the shadow of {}, results in topic '{}'", chosen, pipeline.serving(), config.topics().shadow());
        note.accept(chosen + " runs in the shadow of " + pipeline.serving() + ", results in " + config.topics().shadow());
    }

    /** The shadow's own thread, which can't wait for its own end. */
    private void shadowFailed(WarmModel failed, Throwable failure) {
        follower.execute(() -> {
            loading.lock();
            try {
                if (pipeline.shadow().filter(watching -> watching == failed).isEmpty()) {
                    return;
                }
                refusal = "the shadow " + failed + " failed and ended: " + (failure instanceof Exception ? failure.getMessage() : failure.toString());
                shadowing = Optional.empty();
                pipeline.stopShadow();
            } finally {
                loading.unlock();
            }
            note.accept(refusal);
            whenChanged.run();
        });
    }

    @Override
    public Models.Running running() {
        return new Models.Running(model(pipeline.serving(), servingFolder),
                pipeline.shadow().map(warm -> model(warm, shadowing.map(Chosen::folder))),
                prepared.map(ready -> model(ready.warm, Optional.of(ready.chosen.folder()))), followed, refusal);
    }

    private static Models.Model model(WarmModel warm, Optional<String> folder) {
        InferenceEngine engine = warm.engine();
        return new Models.Model(engine.model(), folder, engine.provider(), engine.input());
    }

    @Override
    public void load(String name) throws InferenceException {
        synchronized (asking) {
            prepare(name);
        }
    }

    /** Warm on every lane, unless it serves already. */
    private Chosen prepare(String name) throws InferenceException {
        loading.lock();
        try {
            WarmModel warm = loader.toServe(name);
            if (closed) {
                warm.close();
                throw new IllegalStateException("This instance is ending, so " + name + " is not kept; ask another one");
            }
            Chosen chosen = new Chosen(name, warm.engine().model());
            discardPrepared();
            if (chosen.identity().equals(pipeline.serving().engine().model())) {
                warm.close();
            } else {
                prepared = Optional.of(new Prepared(chosen, warm));
            }
            return chosen;
        } finally {
            loading.unlock();
        }
    }

    private void discardPrepared() {
        prepared.ifPresent(old -> old.warm.close());
        prepared = Optional.empty();
    }

    @Override
    public void serve(String name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        synchronized (asking) {
            ModelChoice now = inForce(expectedVersion);
            Chosen chosen = readyOrPrepared(name);
            try {
                choose(now.serving(chosen, by, epochMicros()));
            } catch (RuntimeException refused) {
                loading.lock();
                try {
                    discardPrepared();
                } finally {
                    loading.unlock();
                }
                throw refused;
            }
        }
    }

    private Chosen readyOrPrepared(String name) throws InferenceException {
        Optional<Prepared> ready = prepared;
        if (ready.isPresent() && ready.get().chosen.folder().equals(name)) {
            ModelIdentity onDisk = ModelCards.load(folder.find(name)).identity();
            if (onDisk.equals(ready.get().chosen.identity())) {
                return ready.get().chosen;
            }
        }
        return prepare(name);
    }

    @Override
    public void shadow(Optional<String> name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException {
        synchronized (asking) {
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
    }

    private void checkShadow(Chosen chosen) {
        if (chosen.identity().equals(pipeline.serving().engine().model())) {
            throw new IllegalArgumentException(chosen + " serves already; a shadow is another model");
        }
        try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
            if (!TopicFacts.of(admin, config.topics().shadow(), config).exists()) {
                throw new IllegalStateException("Topic '" + config.topics().shadow() + "' (topics.shadow) does not exist; create it with: framelot topics create");
            }
        }
    }

    private ModelChoice inForce(Optional<Long> expectedVersion) {
        long seen = followed.version();
        ModelChoice now = topic.read().orElseThrow(() -> new IllegalStateException("Topic '" + topic.name()
                + "' (topics.control) does not exist, so models can't be changed live; create it with: framelot topics create")).models(route);
        if (now.version() < seen) {
            throw new IllegalStateException("Topic '" + topic.name() + "' (topics.control) says version " + now.version()
                    + " of the models of route " + route + ", but this instance follows version " + seen + ": the topic was deleted and made again, or lost records. Nothing was changed; restart all instances, then ask again");
        }
        if (expectedVersion.isPresent() && expectedVersion.get() != now.version()) {
            throw StaleVersionException.of(now.version(), expectedVersion.get());
        }
        return now;
    }

    private void choose(ModelChoice next) throws InterruptedException {
        topic.choose(next);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(FOLLOW_SECONDS);
        synchronized (following) {
            while (followed.version() < next.version()) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                if (leftMillis <= 0) {
                    throw new IllegalStateException("Version " + next.version() + " was written, but this instance did not follow it within " + FOLLOW_SECONDS
                            + " s; GET /v1/models says when it does");
                }
                following.wait(leftMillis);
            }
        }
        if (followed.version() == next.version() && !refusal.isEmpty()) {
            throw new IllegalStateException("Version " + next.version() + " was written, but this instance can't follow it: " + refusal);
        }
    }

    static long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** From now on no model is loaded. Returns at once; {@link #close} comes after. */
    void end() {
        closed = true;
        follower.shutdown();
    }

    /** Before the pipeline: nothing is swapped any more, what was only prepared is closed. */
    @Override
    public void close() {
        end();
        try {
            if (!follower.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A model is still being loaded; the process ends without it");
                return;
            }
            if (!loading.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A model is still being loaded for a caller; the process ends without it");
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            discardPrepared();
        } finally {
            loading.unlock();
        }
    }
}
