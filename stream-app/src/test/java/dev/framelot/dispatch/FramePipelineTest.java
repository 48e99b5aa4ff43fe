package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.Objective;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.DeclaredFaults;
import dev.framelot.inference.InferenceException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Real decoders and threads, a declared device that costs nothing. */
class FramePipelineTest {
    private static final InputGeometry PLANE = new InputGeometry(32, 32, 0, false);
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1_000_000, 10, false, true);
    private static final BatchLimits BATCHES = new BatchLimits(Shapes.powersOfTwoUpTo(4), 1 << 20, 0, 14, 2);

    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    private FramePipeline pipeline(DeclaredCostEngine engine, Duration maxWait, Duration watchdog) throws InferenceException {
        FramePipeline pipeline = new FramePipeline(
                engine, FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, PLANE), BATCHES, Objective.keepAll(new FixedPolicy(BATCHES.maxFrames(), BATCHES.maxBatchBytes(), maxWait.toNanos())), Map::of, 2, 14, watchdog,
                System::nanoTime, BatchListener.NOBODY, broken::complete);
        pipeline.start();
        return pipeline;
    }

    private static byte[] jpeg() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        return out.toByteArray();
    }

    private static CompletableFuture<FrameOutcome> submit(FramePipeline pipeline, byte[] image) {
        CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
        pipeline.submit(new FrameTask("camera", ByteBuffer.wrap(image), System.nanoTime(), FrameTask.Claim.NONE, outcome::complete));
        return outcome;
    }

    @Test
    void whatCannotBeMadeLeavesNoLaneOpenToHideTheReason() throws Exception {
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO)) {
            assertThatThrownBy(() -> new FramePipeline(
                            engine, FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, PLANE), BATCHES, Objective.keepAll(new FixedPolicy(4, 1 << 20, 1)), () -> Map.of(1, 0L), 2, 14,
                            Duration.ofSeconds(30), System::nanoTime, BatchListener.NOBODY, broken::complete))
                    .hasMessageContaining("shape 1 took 0 ns");
        }
    }

    @Test
    void everyFrameGetsOneOutcomeAndEverySlotComesBack() throws Exception {
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO);
                FramePipeline pipeline = pipeline(engine, Duration.ofMillis(1), Duration.ofSeconds(30))) {
            List<CompletableFuture<FrameOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                outcomes.add(submit(pipeline, i % 10 == 3 ? new byte[] {7} : jpeg()));
            }
            for (int i = 0; i < 500; i++) {
                FrameOutcome outcome = outcomes.get(i).get(30, TimeUnit.SECONDS);
                if (i % 10 == 3) {
                    assertThat(outcome).isInstanceOfSatisfying(FrameOutcome.DeadLettered.class, dead ->
                            assertThat(dead.fault().reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT));
                } else {
                    assertThat(outcome).isInstanceOfSatisfying(FrameOutcome.Detected.class, found -> {
                        assertThat(found.batch().frames()).isBetween(1, 4);
                        assertThat(found.batch().shape()).isIn(1, 2, 4);
                        assertThat(found.stages().decode()).isPositive();
                    });
                }
            }
            assertThat(pipeline.counters().frames()).isEqualTo(450);
            assertThat(pipeline.slotsInUse()).isZero();
            assertThat(broken).isNotDone();
        }
    }

    @Test
    void whileDrainingAPartialBatchGoesAtOnce() throws Exception {
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO);
                FramePipeline pipeline = pipeline(engine, Duration.ofHours(1), Duration.ofSeconds(30))) {
            CompletableFuture<FrameOutcome> one = submit(pipeline, jpeg());
            pipeline.drain();
            FrameOutcome.Detected found = (FrameOutcome.Detected) one.get(30, TimeUnit.SECONDS);
            assertThat(found.batch().reason()).isEqualTo("drain");
        }
    }

    @Test
    void aLostDeviceIsToldOnceAndItsFramesGetNoOutcome() throws Exception {
        DeclaredCostEngine.Fault lost = shape -> {
            throw new InferenceException(InferenceException.Kind.DEVICE_LOST, "the device fell off");
        };
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, lost);
                FramePipeline pipeline = pipeline(engine, Duration.ZERO, Duration.ofSeconds(30))) {
            CompletableFuture<FrameOutcome> frame = submit(pipeline, jpeg());
            assertThat(broken.get(30, TimeUnit.SECONDS)).hasMessageContaining("the device fell off");
            assertThat(frame).isNotDone();
        }
    }

    @Test
    void aBatchThatHangsIsFoundByTheWatchdog() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        DeclaredCostEngine.Fault hangs = shape -> {
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, hangs);
                FramePipeline pipeline = pipeline(engine, Duration.ZERO, Duration.ofMillis(50))) {
            submit(pipeline, jpeg());
            assertThat(broken.get(30, TimeUnit.SECONDS)).hasMessageContaining("inference.watchdog").hasMessageContaining("50 ms");
            release.countDown();
        }
    }

    @Test
    void aCancelledFrameNeitherRunsNorKeepsItsSlot() throws Exception {
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO);
                FramePipeline pipeline = pipeline(engine, Duration.ofMillis(1), Duration.ofSeconds(30))) {
            FrameTask cancelled = new FrameTask("camera", ByteBuffer.wrap(jpeg()), System.nanoTime(), FrameTask.Claim.NONE, outcome -> {});
            cancelled.cancel();
            pipeline.submit(cancelled);
            submit(pipeline, jpeg()).get(30, TimeUnit.SECONDS);
            assertThat(pipeline.counters().frames()).isEqualTo(1);
            assertThat(pipeline.slotsInUse()).isZero();
        }
    }

    /** As when its reference took long to fetch. */
    @Test
    void aFrameThatArrivesAfterOneTakenLaterDoesNotReplaceIt() throws Exception {
        Objective latest = new Objective(new FixedPolicy(2, 1 << 20, Duration.ofHours(1).toNanos()), DropPolicy.KEEP_LATEST, Integer.MAX_VALUE, 0);
        // One decode worker keeps the order of arrival.
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO);
                FramePipeline pipeline = new FramePipeline(
                        engine, FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, PLANE), BATCHES, latest, Map::of, 1, 14, Duration.ofSeconds(30),
                        System::nanoTime, BatchListener.NOBODY, broken::complete)) {
            pipeline.start();
            long takenNanos = System.nanoTime();
            CompletableFuture<FrameOutcome> newer = new CompletableFuture<>();
            CompletableFuture<FrameOutcome> slow = new CompletableFuture<>();
            pipeline.submit(new FrameTask("camera", ByteBuffer.wrap(jpeg()), takenNanos, FrameTask.Claim.NONE, newer::complete));
            pipeline.submit(new FrameTask("camera", ByteBuffer.wrap(jpeg()), takenNanos - 1, FrameTask.Claim.NONE, slow::complete));
            assertThat(newer.get(30, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
            assertThat(slow.get(30, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
            assertThat(broken).isNotDone();
        }
    }

    @Test
    void withoutRoomOnTheDeviceTheSameFramesRunInSmallerBatches() throws Exception {
        DeclaredCostEngine.Fault small = DeclaredFaults.none().outOfMemoryAbove(() -> 1);
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, small);
                FramePipeline pipeline = pipeline(engine, Duration.ofMillis(20), Duration.ofSeconds(30))) {
            List<CompletableFuture<FrameOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                outcomes.add(submit(pipeline, jpeg()));
            }
            for (CompletableFuture<FrameOutcome> outcome : outcomes) {
                assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(FrameOutcome.Detected.class, found ->
                        assertThat(found.batch().shape()).isEqualTo(1));
            }
            assertThat(pipeline.slotsInUse()).isZero();
            assertThat(broken).isNotDone();
        }
    }

    @Test
    void aFrameThatPoisonsItsBatchIsTheOnlyDeadLetter() throws Exception {
        DeclaredCostEngine.Fault poison = DeclaredFaults.none().poisonedBy(frame -> (frame.pixels().get(0) & 0xff) > 128);
        BufferedImage white = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        white.setRGB(0, 0, 32, 32, Collections.nCopies(32 * 32, 0xffffff).stream().mapToInt(i -> i).toArray(), 0, 32);
        ByteArrayOutputStream odd = new ByteArrayOutputStream();
        ImageIO.write(white, "jpeg", odd);
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, poison);
                FramePipeline pipeline = pipeline(engine, Duration.ofMillis(20), Duration.ofSeconds(30))) {
            List<CompletableFuture<FrameOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                outcomes.add(submit(pipeline, i == 5 ? odd.toByteArray() : jpeg()));
            }
            for (int i = 0; i < 16; i++) {
                FrameOutcome outcome = outcomes.get(i).get(30, TimeUnit.SECONDS);
                if (i == 5) {
                    assertThat(outcome).isInstanceOfSatisfying(FrameOutcome.DeadLettered.class, dead ->
                            assertThat(dead.fault().reason()).isEqualTo(Reason.INFERENCE_FAILED));
                } else {
                    assertThat(outcome).isInstanceOf(FrameOutcome.Detected.class);
                }
            }
            assertThat(broken).isNotDone();
        }
    }

    @Test
    void whenABlankFrameFailsTooItIsTheDevice() throws Exception {
        DeclaredCostEngine.Fault all = DeclaredFaults.none().poisonedBy(frame -> true);
        try (DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, all);
                FramePipeline pipeline = pipeline(engine, Duration.ZERO, Duration.ofSeconds(30))) {
            CompletableFuture<FrameOutcome> frame = submit(pipeline, jpeg());
            assertThat(broken.get(30, TimeUnit.SECONDS)).hasMessageContaining("so did a blank one");
            assertThat(frame).isNotDone();
        }
    }
}
