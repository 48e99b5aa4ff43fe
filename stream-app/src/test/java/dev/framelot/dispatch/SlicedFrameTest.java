package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.BatchInfo;
import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.InputGeometry;
import dev.framelot.image.SliceLimits;
import dev.framelot.image.SlicedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One large frame without threads: a test takes its turns and tells its tiles' outcomes in any order. */
class SlicedFrameTest {
    private static final int IN_FLIGHT = 4;
    private static final int TILES = 5 * 5;

    private final List<FrameOutcome> outcomes = new ArrayList<>();
    private final Deque<SlicedFrame> queue = new ArrayDeque<>();
    private final List<FrameTask> running = new ArrayList<>();

    private SlicedFrame frame() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        ByteBuffer jpeg = ByteBuffer.wrap(out.toByteArray());
        try (FrameDecoder decoder = FrameDecoders.open(FrameDecoders.Library.AUTO, new ImageLimits(1 << 20, 1 << 20, 10, false, true), new InputGeometry(32, 32, 0, false),
                        new SliceLimits(1_000, 0, 0.4, 100, 1 << 20, 300, 0)).newDecoder()) {
            SlicedImage image = decoder.slice(jpeg).orElseThrow();
            assertThat(image.grid().count()).isEqualTo(TILES);
            SlicedFrame frame = new SlicedFrame(new FrameTask("c", jpeg, 0, FrameTask.Claim.NONE, outcomes::add), image, IN_FLIGHT, () -> 0, queue::add);
            queue.add(frame);
            return frame;
        }
    }

    private static FrameOutcome.Detected by(String model) {
        return new FrameOutcome.Detected(List.of(new Detection(10, 10, 12, 12, 0, model, 0.9f)), false, 32, 32, false,
                new FrameOutcome.ModelUsed(model, "1", "", "cpu"), new BatchInfo(1, 1, 1, "full", 0, 0), new StageNanos(1, 1, 1, 1, 1, 1));
    }

    private void takeAllTurns() {
        while (!queue.isEmpty()) {
            SlicedFrame frame = queue.remove();
            frame.take().ifPresent(turn -> running.add(frame.task(turn)));
            assertThat(queue).as("one place in the queue at most").hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void takesNoMoreTilesThanMayBeInFlightAndGoesOnWhenOneEnds() throws Exception {
        frame();
        takeAllTurns();
        assertThat(running).hasSize(IN_FLIGHT);
        running.remove(2).done(by("a"));
        takeAllTurns();
        assertThat(running).hasSize(IN_FLIGHT);
    }

    @Test
    void aModelSwappedMeanwhileHasAllItsTilesRunAgain() throws Exception {
        frame();
        takeAllTurns();
        int ran = 0;
        while (outcomes.isEmpty()) {
            running.remove(0).done(by(ran++ < 10 ? "old" : "new"));
            takeAllTurns();
        }
        FrameOutcome.Detected found = (FrameOutcome.Detected) outcomes.get(0);
        assertThat(found.model().name()).isEqualTo("new");
        assertThat(found.detections()).hasSize(TILES).extracting(Detection::label).containsOnly("new");
        assertThat(ran).as("ten of the old, the one that showed it, those in flight then, and all again").isEqualTo(10 + 1 + IN_FLIGHT - 1 + TILES);
    }

    /** Lanes that change over one after the other, results in any order. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverTheOrderEachTileCountsOnceAndOneModelIsNamed(long seed) throws Exception {
        Random random = new Random(seed);
        frame();
        takeAllTurns();
        int ran = 0;
        while (outcomes.isEmpty()) {
            boolean mixed = ran > 12 && ran < 40;
            String model = ran++ <= 12 ? "old" : mixed && random.nextBoolean() ? "old" : "new";
            running.remove(random.nextInt(running.size())).done(by(model));
            takeAllTurns();
        }
        FrameOutcome.Detected found = (FrameOutcome.Detected) outcomes.get(0);
        assertThat(found.detections()).hasSize(TILES).extracting(Detection::label).containsOnly(found.model().name());
        assertThat(outcomes).hasSize(1);
    }
}
