package dev.framelot.inference.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.Lane;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopkDecoderTest {
    private static final Letterbox SAME = new Letterbox(32, 32, 1, 1, 0, 0);
    private static final float[] NONE = {0, 0, 0, 0, 0, 0};

    @Test
    void aFrameWithoutBoxesHasNoDetectionAndNoFault() {
        Lane.FrameResult result = decode(SAME, NONE, NONE);

        assertThat(result.detections()).isEmpty();
        assertThat(result.truncated()).isFalse();
        assertThat(result.fault()).isEmpty();
    }

    @Test
    void exactlyTheThresholdIsFound() {
        assertThat(decode(SAME, new float[] {1, 2, 3, 4, 0.25f, 2}, NONE).detections())
                .containsExactly(new Detection(1, 2, 3, 4, 2, "c", 0.25f));
        assertThat(decode(SAME, new float[] {1, 2, 3, 4, Math.nextDown(0.25f), 2}, NONE).detections()).isEmpty();
    }

    @Test
    void boxesReturnToSourcePixelsAndEndAtTheImage() {
        // 64 x 32 scaled by a half to 32 x 16, eight rows of grey above.
        Letterbox letterbox = new Letterbox(64, 32, 0.5f, 0.5f, 0, 8);

        assertThat(decode(letterbox, new float[] {4, 10, 12, 16, 0.9f, 0}, new float[] {16, 0, 40, 12, 0.8f, 1}).detections())
                .containsExactly(
                        new Detection(8, 4, 24, 16, 0, "a", 0.9f), new Detection(32, 0, 64, 8, 1, "b", 0.8f));
    }

    @Test
    void aBoxInThePaddingIsNotInThePicture() {
        Letterbox letterbox = new Letterbox(64, 32, 0.5f, 0.5f, 0, 8);

        assertThat(decode(letterbox, new float[] {4, 1, 12, 7, 0.9f, 0}, NONE).detections()).isEmpty();
    }

    @Test
    void cornersMayComeInEitherOrder() {
        assertThat(decode(SAME, new float[] {3, 4, 1, 2, 0.5f, 0}, NONE).detections())
                .containsExactly(new Detection(1, 2, 3, 4, 0, "a", 0.5f));
    }

    @Test
    void notANumberAnywhereIsAFaultOfTheFrame() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int column = 0; column < 6; column++) {
                float[] row = {1, 2, 3, 4, 0, 0};
                row[column] = bad;
                Lane.FrameResult result = decode(SAME, new float[] {1, 2, 3, 4, 0.9f, 0}, row);
                assertThat(result.detections()).isEmpty();
                assertThat(result.fault().orElseThrow().reason()).isEqualTo(FrameFault.Reason.MODEL_OUTPUT);
                assertThat(result.fault().orElseThrow().detail()).contains("row 1, column " + column, Float.toString(bad));
            }
        }
    }

    @Test
    void aClassWithoutLabelOrAConfidenceAboveOneIsAFault() {
        for (float[] row : List.of(
                new float[] {1, 2, 3, 4, 0.9f, 3}, new float[] {1, 2, 3, 4, 0.9f, -1}, new float[] {1, 2, 3, 4, 1.5f, 0})) {
            assertThat(decode(SAME, row, NONE).fault().orElseThrow().detail()).contains("class 0..2");
        }
        assertThat(decode(SAME, new float[] {1, 2, 3, 4, 0.1f, 99}, NONE).fault()).as("below the threshold nobody asks").isEmpty();
    }

    @Test
    void theSecondFrameOfABatchIsReadFromItsPlace() {
        TopkDecoder decoder = new TopkDecoder(1, TestCards.of("topk", 32, 32, 0.25f, 0.5f, 3, "a"), false);
        FloatBuffer output = FloatBuffer.wrap(new float[] {Float.NaN, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0.5f, 0});

        assertThat(decoder.decode(List.of(output), 0, SAME).fault()).isPresent();
        assertThat(decoder.decode(List.of(output), 1, SAME).detections()).containsExactly(new Detection(1, 2, 3, 4, 0, "a", 0.5f));
    }

    private static Lane.FrameResult decode(Letterbox letterbox, float[]... rows) {
        FloatBuffer output = FloatBuffer.allocate(rows.length * 6);
        for (float[] row : rows) {
            output.put(row);
        }
        return new TopkDecoder(rows.length, TestCards.of("topk", 32, 32, 0.25f, 0.5f, 3, "a", "b", "c"), false)
                .decode(List.of(output), 0, letterbox);
    }
}
