package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.InputGeometry;
import dev.framelot.image.SliceLimits;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Real decoders and threads, a declared device that covers each tile with one box. */
class SlicedFramesTest {
    private static final InputGeometry PLANE = new InputGeometry(32, 32, 0, false);
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 2_000, 10, false, true);
    private static final SliceLimits SLICES = new SliceLimits(2_000, 0, 0.25, 1_000, 1_000_000, 300, 0);
    /** Far fewer slots than a large frame has tiles. */
    private static final int SLOTS = 9;
    private static final BatchLimits BATCHES = new BatchLimits(Shapes.powersOfTwoUpTo(4), 1 << 20, 0, SLOTS, 2);
    private static final int LARGE = 300;
    private static final int TILES_OF_LARGE = 18 * 18;

    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    private FramePipeline pipeline(DeclaredCostEngine.Fault fault, DropPolicy drop) throws InferenceException {
        return pipeline(fault, drop, 4);
    }

    private FramePipeline pipeline(DeclaredCostEngine.Fault fault, DropPolicy drop, int maxFrames) throws InferenceException {
        DeclaredCostEngine engine = new DeclaredCostEngine(PLANE, Duration.ZERO, Duration.ZERO, System::nanoTime, until -> {}, fault);
        FramePipeline pipeline = new FramePipeline(
                engine, FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, PLANE, SLICES), BATCHES, new Objective(new LatencyPolicy(), drop, maxFrames, 0), Map::of, 2,
                SLOTS, Duration.ofSeconds(30), System::nanoTime, BatchListener.NOBODY, broken::complete);
        pipeline.start();
        return pipeline;
    }

    private static byte[] jpeg(int side) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        return out.toByteArray();
    }

    private static CompletableFuture<FrameOutcome> submit(FramePipeline pipeline, String camera, byte[] image) {
        CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
        pipeline.submit(new FrameTask(camera, ByteBuffer.wrap(image), System.nanoTime(), FrameTask.Claim.NONE, given -> {
            if (!outcome.complete(given)) {
                throw new IllegalStateException("a second fate: " + given);
            }
        }));
        return outcome;
    }

    @Test
    void aFrameOfMoreTilesThanThereAreSlotsIsOneRecordInItsOwnPixels() throws Exception {
        try (FramePipeline pipeline = pipeline(DeclaredCostEngine.Fault.NONE, DropPolicy.KEEP_ALL)) {
            FrameOutcome.Detected found = (FrameOutcome.Detected) submit(pipeline, "c", jpeg(LARGE)).get(60, TimeUnit.SECONDS);
            assertThat(found.sourceWidth()).isEqualTo(LARGE);
            assertThat(found.sourceHeight()).isEqualTo(LARGE);
            assertThat(found.detections()).as("one box a tile, cut at every seam, is one box").containsExactly(new Detection(0, 0, LARGE, LARGE, 0, "declared", 1));
            assertThat(pipeline.counters().frames()).isEqualTo(TILES_OF_LARGE);
            assertThat(pipeline.slotsInUse()).isZero();
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void severalLargeFramesAndSmallOnesBetweenThemAllPass() throws Exception {
        try (FramePipeline pipeline = pipeline(DeclaredCostEngine.Fault.NONE, DropPolicy.KEEP_ALL)) {
            List<CompletableFuture<FrameOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                outcomes.add(submit(pipeline, "large-" + i, jpeg(LARGE)));
                for (int j = 0; j < 10; j++) {
                    outcomes.add(submit(pipeline, "small", jpeg(32)));
                }
            }
            for (CompletableFuture<FrameOutcome> outcome : outcomes) {
                assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
            }
            assertThat(pipeline.counters().frames()).isEqualTo(5 * TILES_OF_LARGE + 50);
            assertThat(pipeline.slotsInUse()).isZero();
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void aSmallFrameDoesNotWaitForTheWholeOfALargeOne() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        DeclaredCostEngine.Fault held = shape -> {
            firstRuns.countDown();
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        try (FramePipeline pipeline = pipeline(held, DropPolicy.KEEP_ALL)) {
            CompletableFuture<FrameOutcome> large = submit(pipeline, "large", jpeg(LARGE));
            assertThat(firstRuns.await(60, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Boolean> largeWasDone = submit(pipeline, "small", jpeg(32)).thenApply(outcome -> large.isDone());
            // Half of the slots is all that a large frame takes, so the small one is decoded beside it.
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.slotsInUse() == SLOTS / 2 + 1);
            go.countDown();
            assertThat(largeWasDone.get(60, TimeUnit.SECONDS)).isFalse();
            assertThat(large.get(60, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
        }
    }

    @Test
    void oneTileThatFailsIsTheFateOfTheFrameAndTheOthersAreDropped() throws Exception {
        DeclaredCostEngine.Fault poison = new DeclaredCostEngine.Fault() {
            @Override
            public void beforeRun(int shape) {}

            @Override
            public void beforeRun(List<Lane.Input> batch, int shape) throws InferenceException {
                // The strip's tiles are the only frames of this height; a blank one, by which the device is tested, has it too.
                if (batch.stream().anyMatch(input -> input.letterbox().sourceHeight() == 20 && (input.pixels().get(3 * 32 * 16) & 0xFF) > 100)) {
                    throw new InferenceException(InferenceException.Kind.BATCH_FAILED, "poison");
                }
            }
        };
        try (FramePipeline pipeline = pipeline(poison, DropPolicy.KEEP_ALL)) {
            ByteArrayOutputStream strip = new ByteArrayOutputStream();
            BufferedImage white = new BufferedImage(3_000, 20, BufferedImage.TYPE_INT_RGB);
            white.createGraphics().fillRect(0, 0, 3_000, 20);
            ImageIO.write(white, "jpeg", strip);
            FrameOutcome outcome = submit(pipeline, "c", strip.toByteArray()).get(60, TimeUnit.SECONDS);
            assertThat(outcome).isInstanceOfSatisfying(FrameOutcome.DeadLettered.class, dead -> {
                assertThat(dead.fault().reason()).isEqualTo(Reason.INFERENCE_FAILED);
                assertThat(dead.fault().detail()).matches("(?s)tile [0-9]+ of 187 at .*poison.*");
            });
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.slotsInUse() == 0 && pipeline.waitingForDecode() == 0);
            assertThat(pipeline.counters().frames()).as("the rest did not run").isLessThan(187);
            assertThat(submit(pipeline, "c", jpeg(LARGE)).get(60, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void whatCannotBeCutIsADeadLetterWithoutASlot() throws Exception {
        try (FramePipeline pipeline = pipeline(DeclaredCostEngine.Fault.NONE, DropPolicy.KEEP_ALL)) {
            byte[] cut = jpeg(LARGE);
            assertThat(submit(pipeline, "c", java.util.Arrays.copyOf(cut, cut.length / 2)).get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(FrameOutcome.DeadLettered.class, dead -> assertThat(dead.fault().reason()).isEqualTo(Reason.TRUNCATED));
            assertThat(submit(pipeline, "c", jpeg(1_010)).get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(FrameOutcome.DeadLettered.class, dead -> assertThat(dead.fault().reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
            assertThat(pipeline.slotsInUse()).isZero();
        }
    }

    @Test
    void aCancelledLargeFrameGivesEverythingBack() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        DeclaredCostEngine.Fault held = shape -> {
            firstRuns.countDown();
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        try (FramePipeline pipeline = pipeline(held, DropPolicy.KEEP_ALL)) {
            FrameTask large = new FrameTask("c", ByteBuffer.wrap(jpeg(LARGE)), System.nanoTime(), FrameTask.Claim.NONE, outcome -> {});
            pipeline.submit(large);
            assertThat(firstRuns.await(60, TimeUnit.SECONDS)).isTrue();
            large.cancel();
            go.countDown();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.slotsInUse() == 0 && pipeline.waitingForDecode() == 0);
            assertThat(pipeline.counters().frames()).isLessThan(TILES_OF_LARGE);
        }
    }

    @Test
    void tilesDoNotReplaceEachOtherWhereOnlyTheNewestFrameOfACameraCounts() throws Exception {
        try (FramePipeline pipeline = pipeline(DeclaredCostEngine.Fault.NONE, DropPolicy.KEEP_LATEST)) {
            assertThat(submit(pipeline, "c", jpeg(LARGE)).get(60, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
        }
    }

    @Test
    void aNewerFrameReplacesALargeOneThatWaitsAsAWhole() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        DeclaredCostEngine.Fault held = shape -> {
            running.countDown();
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        // One tile a lane runs, so that two of the four in flight wait.
        try (FramePipeline pipeline = pipeline(held, DropPolicy.KEEP_LATEST, 1)) {
            CompletableFuture<FrameOutcome> large = submit(pipeline, "c", jpeg(LARGE));
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.slotsInUse() == SLOTS / 2);
            CompletableFuture<FrameOutcome> newer = submit(pipeline, "c", jpeg(32));
            FrameOutcome outcome = large.get(60, TimeUnit.SECONDS);
            assertThat(outcome).isInstanceOfSatisfying(FrameOutcome.Shed.class, shed -> {
                assertThat(shed.reason()).isEqualTo("superseded");
                assertThat(shed.detail()).startsWith("tile ").contains("keep-latest");
            });
            go.countDown();
            assertThat(newer.get(60, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.slotsInUse() == 0);
        }
        assertThat(broken).isNotDone();
    }
}
