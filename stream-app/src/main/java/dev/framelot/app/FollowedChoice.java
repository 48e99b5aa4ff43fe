package dev.framelot.app;

import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.inference.InferenceException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what the control topic chooses for a route, on a thread of its own: the latest version, and each at most once. */
final class FollowedChoice {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedChoice.class);

    private final String route;
    private final RunningModels running;
    private final FirstModel first;
    private final Consumer<String> note;
    private final ThreadPoolExecutor follower;
    /** A look at the latest choice waits in the follower's queue. */
    private final AtomicBoolean lookWaits = new AtomicBoolean();
    /** What the topic says; written by the control topic's follower. */
    private volatile ModelChoice wanted;
    /** Written by this follower's thread under the lock beside it, which tells of each change. */
    private volatile ModelChoice followed;
    private final Object following = new Object();
    /** Why the choice is not followed as it is; written by this follower's thread before {@link #followed}. */
    private volatile String refusal;
    private volatile Runnable whenChanged = () -> {};
    private volatile boolean ended;

    /** @param first what serves since the start @param note told of each change, in words */
    FollowedChoice(String route, RunningModels running, FirstModel first, Consumer<String> note) {
        this.route = route;
        this.running = running;
        this.first = first;
        this.note = note;
        this.wanted = ModelChoice.none(route);
        this.followed = wanted;
        this.refusal = first.refusal();
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

    /** The topic says so, for this route. Returns at once. */
    void follow(ModelChoice choice) {
        wanted = choice;
        if (lookWaits.compareAndSet(false, true)) {
            follower.execute(this::look);
        }
    }

    private void look() {
        lookWaits.set(false);
        ModelChoice choice = wanted;
        if (choice.version() <= followed.version() || ended) {
            return;
        }
        try {
            refusal = pursue(choice);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        whenChanged.run();
        synchronized (following) {
            followed = choice;
            following.notifyAll();
        }
    }

    /** Why it could not; empty: it could. What serves and what watches are followed each by itself. */
    private String pursue(ModelChoice choice) throws InterruptedException {
        String version = "Version " + choice.version() + " by " + choice.issuedBy();
        // A shadow that is to end makes room for the model that is to serve.
        running.endShadowBut(choice.shadow());
        return Stream.of(serve(choice, version), watch(choice, version)).filter(why -> !why.isEmpty()).collect(Collectors.joining("; "));
    }

    private String serve(ModelChoice choice, String version) throws InterruptedException {
        if (choice.equals(first.choice()) && !first.refusal().isEmpty()) {
            // Tried and logged before the first frame; to try again would take the device from frames for the same answer.
            note.accept(version + " not followed since the start: " + first.refusal() + ". " + running.serving() + " serves");
            return first.refusal();
        }
        try {
            running.serve(choice);
            return "";
        } catch (InferenceException | RuntimeException | OutOfMemoryError refused) {
            String why = WhyRefused.by(refused);
            LOG.error("{} chose a model for route {} that can't be used here: {}. {} keeps serving", version, route, why, running.serving());
            note.accept(version + " not followed: " + why + ". " + running.serving() + " keeps serving");
            return why;
        }
    }

    private String watch(ModelChoice choice, String version) {
        try {
            running.watch(choice.shadow(), this::shadowFailed);
            return "";
        } catch (InferenceException | RuntimeException | OutOfMemoryError refused) {
            String why = "the shadow " + choice.shadow().map(Chosen::toString).orElse("none") + " can't watch here: " + WhyRefused.by(refused);
            LOG.error("{}, route {}: {}. {} serves", version, route, why, running.serving());
            note.accept(version + ": " + why + ". " + running.serving() + " serves");
            return why;
        }
    }

    /** The shadow's own thread. */
    private void shadowFailed(WarmModel failed, Throwable failure) {
        follower.execute(() -> {
            if (running.endShadow(failed)) {
                refusal = "the shadow " + failed + " failed and ended: " + WhyRefused.by(failure);
                note.accept(refusal);
                whenChanged.run();
            }
        });
    }

    /** As far as it could be. Any thread. */
    ModelChoice followed() {
        return followed;
    }

    /** Empty: what was chosen is followed. Any thread. */
    String refusal() {
        return refusal;
    }

    /** Waits until this version, or a later one, is followed; false where it is not in this time. */
    boolean await(long version, Duration patience) throws InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        synchronized (following) {
            while (followed.version() < version) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                if (leftMillis <= 0) {
                    return false;
                }
                following.wait(leftMillis);
            }
        }
        return true;
    }

    /** Nothing is followed any more. Returns at once. */
    void end() {
        ended = true;
        follower.shutdown();
    }

    /** After {@link #end}; false where it has not ended in this time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return follower.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
