package dev.framelot.app;

import static dev.framelot.app.DeclaredRoute.MOST_FRAMES;
import static dev.framelot.app.DeclaredRoute.detected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.control.ModelChoice;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.FrameOutcome.Detected;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a swap costs the frames that come meanwhile: nothing while the new model loads and warms, and at the cut the rest of one batch that runs already.
 * In device time, which only runs let pass, so that what a frame waited is a sum of the runs that it waited for, whatever this machine is busy with.
 */
class SwapShockTest {
    private static final long OLD_NANOS = 1_000_000;
    private static final long NEW_NANOS = 3_000_000;
    /** More than one batch, and no more than there are slots beside those that run. */
    private static final int WAITING = 2 * MOST_FRAMES;

    private final AtomicLong clockNanos = new AtomicLong(1);
    private final GatedEngine old = new GatedEngine(clockNanos, OLD_NANOS);
    private final GatedEngine next = new GatedEngine(clockNanos, NEW_NANOS);
    /** Which version each batch ran on. */
    private final Map<Long, String> versions = new HashMap<>();
    private DeclaredRoute route;
    private ModelChoice choice;

    @TempDir
    Path profiles;

    @BeforeEach
    void begin() throws Exception {
        route = new DeclaredRoute(clockNanos, old, Optional.empty(), profiles);
        choice = ModelChoice.none("main").serving(route.source.put("next", next), "test", 1);
    }

    @AfterEach
    void end() {
        List.of(next.warming, old.ending, old.runs(0), old.runs(1)).forEach(Gate::open);
        route.source.loading.open();
        route.close();
    }

    private CompletableFuture<Void> swap() {
        return CompletableFuture.runAsync(() -> {
            try {
                route.running.serve(choice);
            } catch (Exception refused) {
                throw new IllegalStateException(refused);
            }
        }, run -> new Thread(run, "swap").start());
    }

    /** Its version, after the batch was held against the frames that rode in it before. */
    private String version(Detected found) {
        String version = found.model().version();
        assertThat(versions.merge(found.batch().batchId(), version, (before, now) -> before)).as("batch " + found.batch().batchId()).isEqualTo(version);
        return version;
    }

    private static long waitedNanos(Detected found) {
        return found.stages().decodeWait() + found.stages().batchWait() + found.stages().laneWait();
    }

    private static void await(String what, Callable<Boolean> comes) {
        Awaitility.await(what).atMost(Duration.ofSeconds(Gate.PATIENCE_SECONDS)).until(comes);
    }

    /** One after the other, so that a lane is free for each. */
    private void framesPassWithoutWaiting(String version) throws Exception {
        long before = route.pipeline.counters().batches();
        for (int i = 0; i < 10; i++) {
            Detected found = detected(route.submit());
            assertThat(version(found)).isEqualTo(version);
            assertThat(waitedNanos(found)).isZero();
        }
        assertThat(route.pipeline.counters().batches() - before).isEqualTo(10);
    }

    @Test
    void whileTheNewModelLoadsAndWarmsTheOldOneRunsEachFrameAtOnce() throws Exception {
        route.source.loading.shut();
        next.warming.shut();
        CompletableFuture<Void> swap = swap();

        route.source.loading.awaitSomebody();
        framesPassWithoutWaiting(old.model().version());
        assertThat(route.source.loading.somebodyWaits()).as("it still loads").isTrue();
        route.source.loading.open();

        next.warming.awaitSomebody();
        framesPassWithoutWaiting(old.model().version());
        assertThat(next.warming.somebodyWaits()).as("it still warms").isTrue();
        assertThat(route.pipeline.serving().engine()).isSameAs(old);
        next.warming.open();

        swap.get(Gate.PATIENCE_SECONDS, TimeUnit.SECONDS);
        framesPassWithoutWaiting(next.model().version());
        assertThat(old.closed()).isTrue();
    }

    @Test
    void atTheCutAFrameWaitsForTheFirstBatchInFlightToEndAndForNothingElse() throws Exception {
        // Both lanes run a batch of the old model, and frames wait, as the new one comes to be warm.
        next.warming.shut();
        old.ending.shut();
        CompletableFuture<Void> swap = swap();
        next.warming.awaitSomebody();
        old.runs(0).shut();
        old.runs(1).shut();
        List<CompletableFuture<FrameOutcome>> running = new ArrayList<>();
        running.add(route.submit());
        await("a batch that runs", () -> old.runs(0).somebodyWaits() || old.runs(1).somebodyWaits());
        int sooner = old.runs(0).somebodyWaits() ? 0 : 1;
        running.add(route.submit());
        old.runs(1 - sooner).awaitSomebody();
        List<CompletableFuture<FrameOutcome>> waiting = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            waiting.add(route.submit());
        }
        route.awaitDecoded();
        long before = route.pipeline.counters().batches();
        next.warming.open();
        await("the cut", () -> route.pipeline.serving().engine() == next);
        assertThat(next.warm).as("warm before it serves").isEqualTo(Map.of(0, List.of(1, 2, 4), 1, List.of(1, 2, 4)));
        assertThat(route.pipeline.counters().batches()).as("no lane is free").isEqualTo(before);

        // One of the two ends, the other does not.
        old.runs(sooner).open();
        for (int i = 0; i < WAITING; i++) {
            Detected found = detected(waiting.get(i));
            assertThat(version(found)).as("frame " + i).isEqualTo(next.model().version());
            assertThat(waitedNanos(found)).as("frame " + i + ": the batch in flight, then full batches of the new model").isEqualTo(OLD_NANOS + i / MOST_FRAMES * NEW_NANOS);
        }
        assertThat(version(detected(running.get(0)))).isEqualTo(old.model().version());
        assertThat(running.get(1)).as("the other batch in flight").isNotDone();
        assertThat(route.pipeline.counters().batches() - before).isEqualTo(WAITING / MOST_FRAMES);

        // The old model is closed after its last batch, and nobody waits for that either.
        assertThat(old.ending.somebodyWaits()).isFalse();
        old.runs(1 - sooner).open();
        assertThat(version(detected(running.get(1)))).isEqualTo(old.model().version());
        old.ending.awaitSomebody();
        framesPassWithoutWaiting(next.model().version());
        assertThat(swap).as("the old model is still being closed").isNotDone();
        old.ending.open();
        swap.get(Gate.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(old.closed()).isTrue();
    }
}
