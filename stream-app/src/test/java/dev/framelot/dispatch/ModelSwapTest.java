package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.FrameOutcome.Detected;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.InputGeometry;
import dev.framelot.image.TestImages;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.InferenceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One model after another, and one beside another: real decoders and threads, declared devices. A model's version is what it costs. */
class ModelSwapTest {
    private static final InputGeometry PLANE = new InputGeometry(32, 32, 0, false);
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1_000_000, 10, false, true);
    private static final BatchLimits BATCHES = new BatchLimits(Shapes.powersOfTwoUpTo(4), 1 << 20, 0, 14, 2);
    private static final byte[] JPEG = TestImages.jpeg(32, 32);
    private static final long PATIENCE_SECONDS = 30;

    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final Collection<Detected> shadowed = new ConcurrentLinkedQueue<>();

    private static DeclaredCostEngine engine(long fixedNanos) {
        return new DeclaredCostEngine(PLANE, Duration.ofNanos(fixedNanos), Duration.ZERO);
    }

    private static WarmModel warm(DeclaredCostEngine engine) throws InferenceException {
        return WarmModel.open(engine, BATCHES.lanes(), BATCHES.shapes(), () -> engine.costs(BATCHES.shapes().ascending()).medianNanos());
    }

    private static WarmModel shadow(DeclaredCostEngine engine) throws InferenceException {
        return WarmModel.open(engine, 1, new Shapes(List.of(1)), Map::of);
    }

    private FramePipeline pipeline(DeclaredCostEngine engine) throws InferenceException {
        FramePipeline pipeline = notStarted(engine);
        pipeline.start();
        return pipeline;
    }

    private FramePipeline notStarted(DeclaredCostEngine engine) throws InferenceException {
        return new FramePipeline(
                engine, FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, PLANE), BATCHES, Objective.keepAll(new LatencyPolicy()),
                () -> engine.costs(BATCHES.shapes().ascending()).medianNanos(), 1, 14, Duration.ofSeconds(PATIENCE_SECONDS), System::nanoTime,
                BatchListener.NOBODY, broken::complete);
    }

    private CompletableFuture<FrameOutcome> submit(FramePipeline pipeline) {
        CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
        pipeline.submit(new FrameTask("camera", ByteBuffer.wrap(JPEG), System.nanoTime(), FrameTask.Claim.NONE, outcome::complete, shadowed::add));
        return outcome;
    }

    private static Detected detected(CompletableFuture<FrameOutcome> outcome) throws Exception {
        return (Detected) outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aSwapUnderLoadLosesNothingAndEachBatchRunsOnOneModel() throws Exception {
        DeclaredCostEngine first = engine(1_000);
        DeclaredCostEngine second = engine(2_000);
        List<CompletableFuture<FrameOutcome>> before = new ArrayList<>();
        List<CompletableFuture<FrameOutcome>> after = new ArrayList<>();
        try (FramePipeline pipeline = pipeline(first)) {
            for (int i = 0; i < 300; i++) {
                before.add(submit(pipeline));
            }
            WarmModel old = pipeline.swap(warm(second)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(old.engine()).isSameAs(first);
            old.close();
            for (int i = 0; i < 100; i++) {
                after.add(submit(pipeline));
            }
            Map<Long, String> versionOfBatch = new HashMap<>();
            for (CompletableFuture<FrameOutcome> outcome : before) {
                Detected found = detected(outcome);
                assertThat(found.model().version()).isIn(first.model().version(), second.model().version());
                assertThat(versionOfBatch.merge(found.batch().batchId(), found.model().version(), (a, b) -> a)).isEqualTo(found.model().version());
            }
            for (CompletableFuture<FrameOutcome> outcome : after) {
                assertThat(detected(outcome).model().version()).isEqualTo(second.model().version());
            }
            assertThat(pipeline.serving().engine()).isSameAs(second);
            assertThat(pipeline.slotsInUse()).isZero();
            assertThat(broken).isNotDone();
        }
        second.close();
    }

    @Test
    void theBatchThatRunsEndsOnItsModelWhileTheNextOneRunsOnTheOther() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        DeclaredCostEngine.Fault slow = shape -> {
            running.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        DeclaredCostEngine first = new DeclaredCostEngine(PLANE, Duration.ofNanos(1_000), Duration.ZERO, System::nanoTime, until -> {}, slow);
        DeclaredCostEngine second = engine(2_000);
        try (FramePipeline pipeline = pipeline(first)) {
            CompletableFuture<FrameOutcome> one = submit(pipeline);
            assertThat(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<WarmModel> released = pipeline.swap(warm(second));
            CompletableFuture<FrameOutcome> other = submit(pipeline);
            assertThat(detected(other).model().version()).as("on the other lane, while the first batch still runs").isEqualTo(second.model().version());
            assertThat(released).as("its batch still runs").isNotDone();
            assertThatThrownBy(() -> pipeline.swap(warm(engine(3_000)))).isInstanceOf(IllegalStateException.class).hasMessageContaining("has not left yet");
            release.countDown();
            assertThat(detected(one).model().version()).isEqualTo(first.model().version());
            released.get(PATIENCE_SECONDS, TimeUnit.SECONDS).close();
            HeartView heart = Awaitility.await().until(() -> pipeline.heart().orElseThrow(), view -> view.costs().get(0).typicalNanos() > 0);
            assertThat(heart.costs().get(0).typicalNanos()).as("nothing learned from the model before").isLessThan(PATIENCE_SECONDS * 1_000_000_000L);
        }
    }

    @Test
    void whoeverWaitsForAModelToLeaveIsToldWhenItsDeviceIsLost() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        DeclaredCostEngine.Fault lost = shape -> {
            running.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            throw new InferenceException(InferenceException.Kind.DEVICE_LOST, "the device fell off");
        };
        DeclaredCostEngine first = new DeclaredCostEngine(PLANE, Duration.ofNanos(1_000), Duration.ZERO, System::nanoTime, until -> {}, lost);
        try (FramePipeline pipeline = pipeline(first)) {
            submit(pipeline);
            assertThat(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<WarmModel> released = pipeline.swap(warm(engine(2_000)));
            release.countDown();
            assertThatThrownBy(() -> released.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).hasMessageContaining("fell off");
            assertThat(broken.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasMessageContaining("fell off");
        }
    }

    @Test
    void manyWakeUpsTakeNoPlaceFromFramesAndLanes() throws Exception {
        try (FramePipeline pipeline = notStarted(engine(1_000))) {
            for (int i = 0; i < 100; i++) {
                pipeline.pursue(Objective.keepAll(new LatencyPolicy()));
            }
            Objective last = Objective.keepAll(new LatencyPolicy());
            pipeline.pursue(last);
            pipeline.drain();
            pipeline.start();
            detected(submit(pipeline));
            assertThat(pipeline.objective()).isSameAs(last);
            assertThat(broken).isNotDone();
        }
    }

    @Test
    void theBatcherForgetsWhatTheModelBeforeCost() throws Exception {
        DeclaredCostEngine dear = engine(900_000_000);
        try (FramePipeline pipeline = pipeline(engine(1_000))) {
            pipeline.swap(warm(dear)).get(PATIENCE_SECONDS, TimeUnit.SECONDS).close();
            Awaitility.await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> pipeline.heart().orElseThrow().costs().get(0).typicalNanos() == 900_000_000L);
        }
    }

    @Test
    void aModelOfAnotherInputOrForOtherLanesIsRefusedAndNothingChanges() throws Exception {
        DeclaredCostEngine first = engine(1_000);
        DeclaredCostEngine wide = new DeclaredCostEngine(new InputGeometry(64, 32, 0, false), Duration.ZERO, Duration.ZERO);
        try (FramePipeline pipeline = pipeline(first)) {
            assertThatThrownBy(() -> pipeline.swap(warm(wide))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("64").hasMessageContaining("32");
            assertThatThrownBy(() -> pipeline.swap(shadow(engine(5)))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("lanes");
            assertThat(detected(submit(pipeline)).model().version()).isEqualTo(first.model().version());
        }
    }

    @Test
    void aShadowSeesFramesAndTheirOutcomesStayThoseOfTheLiveModel() throws Exception {
        DeclaredCostEngine live = engine(1_000);
        DeclaredCostEngine watching = engine(7_000);
        try (FramePipeline pipeline = pipeline(live)) {
            pipeline.shadow(shadow(watching), failure -> broken.complete(failure));
            int frames = 0;
            for (; pipeline.shadowCounters().ran() < 20 && frames < 10_000; frames++) {
                assertThat(detected(submit(pipeline)).model().version()).isEqualTo(live.model().version());
            }
            pipeline.stopShadow();
            assertThat(shadowed).hasSizeGreaterThanOrEqualTo(20).allSatisfy(found -> {
                assertThat(found.model().version()).isEqualTo(watching.model().version());
                assertThat(found.batch().reason()).isEqualTo("shadow");
            });
            assertThat(pipeline.shadowCounters().ran() + pipeline.shadowCounters().dropped()).isLessThanOrEqualTo(frames);
            assertThat(pipeline.shadow()).isEmpty();
            assertThat(pipeline.slotsInUse()).isZero();
            assertThatThrownBy(() -> watching.openLane(9, List.of(1))).as("the shadow's engine is closed with it").hasMessageContaining("closed");
            assertThat(broken).isNotDone();
        }
    }

    @Test
    void aShadowThatHangsCostsTheLivePathNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        DeclaredCostEngine.Fault hangs = shape -> {
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        DeclaredCostEngine watching = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, hangs);
        try (FramePipeline pipeline = pipeline(engine(1_000))) {
            pipeline.shadow(shadow(watching), failure -> broken.complete(failure));
            List<CompletableFuture<FrameOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                outcomes.add(submit(pipeline));
            }
            for (CompletableFuture<FrameOutcome> outcome : outcomes) {
                detected(outcome);
            }
            assertThat(pipeline.slotsInUse()).as("the shadow gave spare slots for those it keeps").isZero();
            assertThat(pipeline.shadowCounters().ran()).isZero();
            assertThat(pipeline.shadowCounters().dropped()).as("but those that it holds").isEqualTo(200 - Shadow.PLACES);
            release.countDown();
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void aShadowWhoseDeviceIsLostEndsAloneAndSaysSo() throws Exception {
        DeclaredCostEngine.Fault lost = shape -> {
            throw new InferenceException(InferenceException.Kind.DEVICE_LOST, "the shadow's device fell off");
        };
        DeclaredCostEngine watching = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, lost);
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        try (FramePipeline pipeline = pipeline(engine(1_000))) {
            pipeline.shadow(shadow(watching), failed::complete);
            detected(submit(pipeline));
            assertThat(failed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasMessageContaining("fell off");
            for (int i = 0; i < 3 * Shadow.PLACES; i++) {
                detected(submit(pipeline));
            }
            assertThat(pipeline.slotsInUse()).isZero();
            assertThat(broken).isNotDone();
        }
    }

    @Test
    void aShadowThatEndsWithAnErrorSaysSoToo() throws Exception {
        DeclaredCostEngine.Fault bug = shape -> {
            throw new StackOverflowError("no end of frames");
        };
        DeclaredCostEngine watching = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, bug);
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        try (FramePipeline pipeline = pipeline(engine(1_000))) {
            pipeline.shadow(shadow(watching), failed::complete);
            detected(submit(pipeline));
            assertThat(failed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasMessageContaining("no end of frames");
            assertThat(broken).isNotDone();
        }
    }
}
