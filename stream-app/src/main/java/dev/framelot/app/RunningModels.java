package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.http.Models;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelIdentity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on a route: the model that serves, its shadow, and one that is ready to serve. Each is loaded and closed on the caller's thread, never on the
 * way of a frame; what can't be loaded changes nothing. Thread safe.
 */
final class RunningModels {
    private static final Logger LOG = LoggerFactory.getLogger(RunningModels.class);
    /** Beyond the watchdog, which ends the process, nobody need wait for a batch. */
    private static final Duration RELEASE_MARGIN = Duration.ofSeconds(10);

    /** @param wish empty: the model of the settings */
    private record Ready(Optional<Chosen> wish, WarmModel warm) {}

    private final FramePipeline pipeline;
    private final ModelSource source;
    private final ModelLoader loader;
    private final Duration release;
    private final Consumer<String> note;
    /** One model at a time is loaded, swapped or closed, on all routes. Guards the three fields below it where they are written, and what they hold. */
    private final ReentrantLock loading;
    private final LiveShadow shadow;
    private volatile Optional<Ready> ready = Optional.empty();
    /** Of the one that serves; empty: the settings'. */
    private volatile Optional<String> servingFolder;
    private volatile boolean ended;

    /** @param began which model serves; empty: that of the settings @param loading shared by all routes @param note told of each change, in words */
    RunningModels(
            FramePipeline pipeline, FramelotConfig config, ModelSource source, ModelLoader loader, Optional<Chosen> began, ReentrantLock loading, Consumer<String> note) {
        this.pipeline = pipeline;
        this.source = source;
        this.loader = loader;
        this.servingFolder = began.map(Chosen::folder);
        this.release = config.inference().watchdog().plus(RELEASE_MARGIN);
        this.shadow = new LiveShadow(pipeline, loader, config.topics().shadow(), () -> ended, note);
        this.loading = loading;
        this.note = note;
    }

    /**
     * Makes serve what was chosen, and returns once the model before is closed.
     *
     * @throws InferenceException it can't be used here; what served serves on
     */
    void serve(ModelChoice choice) throws InferenceException, InterruptedException {
        loading.lock();
        try {
            swapTo(choice);
        } finally {
            loading.unlock();
        }
    }

    /**
     * Makes watch what was chosen, or nothing.
     *
     * @param whenFails told of one that can go on no more, on its own thread, which can't wait for its own end
     * @throws InferenceException it can't be used here; none watches
     */
    void watch(Optional<Chosen> wish, BiConsumer<WarmModel, Throwable> whenFails) throws InferenceException {
        loading.lock();
        try {
            shadow.be(wish, whenFails);
        } finally {
            loading.unlock();
        }
    }

    /** Ends a shadow that is another than this. */
    void endShadowBut(Optional<Chosen> wish) {
        loading.lock();
        try {
            shadow.endBut(wish);
        } finally {
            loading.unlock();
        }
    }

    private void swapTo(ModelChoice choice) throws InferenceException, InterruptedException {
        Optional<Chosen> wish = choice.serving();
        if (wish.isEmpty() && settingsServe()) {
            // As since the start, whatever lies where the settings point by now.
            return;
        }
        Optional<String> folder = wish.map(Chosen::folder);
        WarmModel before = pipeline.serving();
        ModelIdentity wanted = wish.isPresent() ? wish.get().identity() : source.identity(Optional.empty());
        OtherCard.refuse(folder.orElse("the model of the settings"), before.engine().model(), wanted);
        if (before.engine().model().is(wanted)) {
            servingFolder = folder;
            return;
        }
        WarmModel next = take(wish);
        if (ended) {
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
            servingFolder = folder;
            WarmModel released = leaving.get(release.toNanos(), TimeUnit.NANOSECONDS);
            String serves = wish.map(Chosen::toString).orElse("the model of the settings, " + next + ",") + " serves instead of " + released;
            LOG.info("Route {}, version {} by {}: {}", choice.route(), choice.version(), choice.issuedBy(), serves);
            note.accept("Version " + choice.version() + " by " + choice.issuedBy() + ": " + serves);
            released.close();
        } catch (ExecutionException | TimeoutException left) {
            LOG.warn("{} was not released: {}", before, left.toString());
        }
    }

    /** The ready one if it is this, else it is loaded now. */
    private WarmModel take(Optional<Chosen> wish) throws InferenceException {
        Optional<Ready> kept = ready;
        if (kept.isPresent() && kept.get().wish.equals(wish)) {
            ready = Optional.empty();
            return kept.get().warm;
        }
        return loader.toServe(wish);
    }

    /** Ends the shadow that failed; false where another or none runs by now. */
    boolean endShadow(WarmModel failed) {
        loading.lock();
        try {
            return shadow.end(failed);
        } finally {
            loading.unlock();
        }
    }

    /**
     * Loads a model and keeps it ready, warm on every lane, unless it serves already.
     *
     * @param name in the folder of models; empty: the model of the settings
     * @return which one it is; empty: that of the settings
     */
    Optional<Chosen> prepare(Optional<String> name) throws InferenceException {
        loading.lock();
        try {
            WarmModel warm = loader.namedToServe(name);
            if (ended) {
                warm.close();
                throw new IllegalStateException("This instance is ending, so " + name.orElse("the model of the settings") + " is not kept; ask another one");
            }
            ModelIdentity identity = warm.engine().model();
            ModelIdentity serves = pipeline.serving().engine().model();
            Optional<String> otherCard = OtherCard.sentence(name.orElse("the model of the settings"), serves, identity);
            if (otherCard.isPresent()) {
                warm.close();
                throw RouteSource.refused(otherCard.get());
            }
            discardReady();
            Optional<Chosen> wish = name.map(folder -> new Chosen(folder, identity));
            if (identity.is(serves)) {
                warm.close();
            } else {
                ready = Optional.of(new Ready(wish, warm));
            }
            return wish;
        } finally {
            loading.unlock();
        }
    }

    /** As {@link #prepare}, and nothing is loaded where this one is ready already and its files have not changed. */
    Chosen readyOrPrepared(String name) throws InferenceException {
        Optional<Chosen> kept = ready.flatMap(Ready::wish).filter(chosen -> chosen.folder().equals(name));
        if (kept.isPresent() && source.identity(Optional.of(name)).equals(kept.get().identity())) {
            return kept.get();
        }
        return prepare(Optional.of(name)).orElseThrow();
    }

    void discardReady() {
        loading.lock();
        try {
            ready.ifPresent(old -> old.warm.close());
            ready = Optional.empty();
        } finally {
            loading.unlock();
        }
    }

    boolean settingsServe() {
        return servingFolder.isEmpty();
    }

    WarmModel serving() {
        return pipeline.serving();
    }

    /** @param followed as far as it could be @param refusal why it could not */
    Models.Running view(ModelChoice followed, String refusal) {
        return new Models.Running(model(pipeline.serving(), servingFolder),
                pipeline.shadow().map(warm -> model(warm, shadow.folder())),
                ready.map(kept -> model(kept.warm, kept.wish.map(Chosen::folder))), followed, refusal);
    }

    private static Models.Model model(WarmModel warm, Optional<String> folder) {
        InferenceEngine engine = warm.engine();
        return new Models.Model(engine.model(), folder, engine.provider(), engine.input());
    }

    /** From now on no model is kept that is loaded. Returns at once. */
    void end() {
        ended = true;
    }

    /** After {@link #end}: what was only ready is closed; false where a model is still being loaded after this time. */
    boolean close(Duration patience) throws InterruptedException {
        if (!loading.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            discardReady();
            return true;
        } finally {
            loading.unlock();
        }
    }
}
