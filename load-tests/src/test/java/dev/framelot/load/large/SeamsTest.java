package dev.framelot.load.large;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.Engines;
import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.Objective;
import dev.framelot.batching.Shapes;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.config.InferenceSettings;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.SliceLimits;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.load.board.Board;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.board.BoardSimulator;
import dev.framelot.load.board.Box;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * The shipped model on a board larger than its input. What a window around each defect shows, with no seam near, is the truth
 * that the tiles are held to.
 */
class SeamsTest {
    private static final int SIDE = 640;
    private static final int BOARD = 1_536;
    /** Of a window's box: above the model's own threshold, so that a slightly other view of the same defect still reaches that. */
    private static final float SURE = 0.8f;

    private static byte[] jpeg(Board board, int left, int top, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] to = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int y = 0; y < height; y++) {
            System.arraycopy(board.grey(), (top + y) * board.width() + left, to, y * width, width);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    private static FrameOutcome.Detected run(FramePipeline pipeline, byte[] image) throws Exception {
        CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
        pipeline.submit(new FrameTask("board", ByteBuffer.wrap(image), System.nanoTime(), FrameTask.Claim.NONE, outcome::complete));
        return (FrameOutcome.Detected) outcome.get(300, TimeUnit.SECONDS);
    }

    private static double iou(Detection a, Detection b) {
        double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
        double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / ((a.x2() - a.x1()) * (double) (a.y2() - a.y1()) + (b.x2() - b.x1()) * (double) (b.y2() - b.y1()) - both);
    }

    /** What the model finds of this defect in the middle of a window, in pixels of the board. */
    private static Optional<Detection> seenAlone(FramePipeline pipeline, Board board, Box defect) throws Exception {
        int left = Math.max(0, Math.min(BOARD - SIDE, (int) (defect.x1() + defect.x2() - SIDE) / 2));
        int top = Math.max(0, Math.min(BOARD - SIDE, (int) (defect.y1() + defect.y2() - SIDE) / 2));
        Detection truth = new Detection(defect.x1(), defect.y1(), defect.x2(), defect.y2(), defect.classId(), "", 1);
        return run(pipeline, jpeg(board, left, top, SIDE, SIDE)).detections().stream()
                .map(box -> new Detection(box.x1() + left, box.y1() + top, box.x2() + left, box.y2() + top, box.classId(), box.label(), box.confidence()))
                .filter(box -> box.confidence() >= SURE && box.classId() == truth.classId() && iou(box, truth) >= 0.33)
                .findFirst();
    }

    @Test
    void whatLiesOnSeamsIsFoundAsInAWindowOfItsOwnAndOnce() throws Exception {
        Board board = BoardSimulator.draw(20_261, BoardOptions.defaults().withSize(BOARD, BOARD).withDefects(90, 90));
        InferenceSettings settings = new InferenceSettings(
                InferenceSettings.Engine.ONNX, Path.of("../models/pcb-defects"), InferenceSettings.Provider.CPU, false, InferenceSettings.Gpu.FIRST, 1, 0, 300,
                Duration.ofMinutes(5), Duration.ZERO, Duration.ZERO, SIDE, Optional.empty());
        try (InferenceEngine engine = Engines.open(settings)) {
            // Fewer slots than tiles, a batch of two: as the preset medical has it.
            FrameDecoders decoders = FrameDecoders.open(FrameDecoders.Library.AUTO, new ImageLimits(8 << 20, 2_000_000, 10, false, true), engine.input(),
                    new SliceLimits(1_000_000, 0, 0.2, 100, 10_000_000, 300, 0));
            try (FramePipeline pipeline = new FramePipeline(
                    engine, decoders, new BatchLimits(Shapes.powersOfTwoUpTo(2), 32 << 20, 0, 5, 1), Objective.keepAll(new LatencyPolicy()), Map::of, 1, 5,
                    Duration.ofMinutes(5), System::nanoTime, BatchListener.NOBODY, failure -> {})) {
                pipeline.start();
                FrameOutcome.Detected sliced = run(pipeline, jpeg(board, 0, 0, BOARD, BOARD));
                assertThat(sliced.sourceWidth()).isEqualTo(BOARD);
                assertThat(pipeline.counters().frames()).as("tiles of 640 with 128 shared: 3 x 3").isEqualTo(9);
                List<Detection> expected = new ArrayList<>();
                int onSeams = 0;
                for (Box defect : board.truth()) {
                    Optional<Detection> alone = seenAlone(pipeline, board, defect);
                    alone.ifPresent(expected::add);
                    onSeams += alone.isPresent() && (onSeam(defect.x1(), defect.x2()) || onSeam(defect.y1(), defect.y2())) ? 1 : 0;
                }
                assertThat(onSeams).as("of the defects that a window shows, those through which a tile's edge goes").isGreaterThanOrEqualTo(3);
                for (Detection alone : expected) {
                    assertThat(sliced.detections()).as("%s", alone)
                            .filteredOn(box -> box.classId() == alone.classId() && iou(box, alone) >= 0.5).hasSize(1);
                }
                for (Detection one : sliced.detections()) {
                    assertThat(sliced.detections()).as("%s comes out once", one)
                            .filteredOn(other -> other.classId() == one.classId() && iou(one, other) > 0.5).hasSize(1);
                }
                assertThat(pipeline.slotsInUse()).isZero();
            }
        }
    }

    /** Tiles begin at 0, 448 and 896 (grey: blocks of 8), so they end at 640, 1088 and 1536. */
    private static boolean onSeam(float from, float to) {
        for (int edge : new int[] {448, 640, 896, 1_088}) {
            if (from < edge && edge < to) {
                return true;
            }
        }
        return false;
    }
}
