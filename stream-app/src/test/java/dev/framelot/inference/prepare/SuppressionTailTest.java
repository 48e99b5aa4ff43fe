package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.inference.NonMaxSuppression;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Value;
import dev.framelot.inference.onnx.BareSession;
import dev.framelot.inference.onnx.Feed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tail alone, fed with rows, against the suppression in Java. */
class SuppressionTailTest {
    private static final int ROWS = 32;
    private static final int COLUMNS = 6;
    private static final int CLASSES = 3;

    /** Small whole numbers: overlaps of exactly the limit, equal confidences, the same box twice, and empty ones are all there. */
    @ParameterizedTest
    @ValueSource(floats = {0, 0.25f, 0.5f, 0.7f})
    void keepsWhatJavaKeeps(float above) throws Exception {
        long seed = 23;
        Random random = new Random(seed);
        int frames = 200;
        float[] rows = new float[frames * ROWS * COLUMNS];
        for (int at = 0; at < rows.length; at += COLUMNS) {
            for (int side = 0; side < 4; side++) {
                // Corners in any order.
                rows[at + side] = random.nextInt(12);
            }
            rows[at + 4] = random.nextInt(8) / 8f;
            rows[at + 5] = random.nextInt(CLASSES);
        }
        float[] kept = run(rows, frames, above);
        int dropped = 0;
        for (int frame = 0; frame < frames; frame++) {
            List<List<Float>> expected = javas(rows, frame, above);
            assertThat(surestFirst(kept, frame)).as("seed %d, frame %d", seed, frame).isEqualTo(expected);
            dropped += surestFirst(rows, frame).size() - expected.size();
        }
        assertThat(dropped).isPositive();
    }

    @Test
    void aFrameWithoutNumbersKeepsThemAndHarmsNoOther() throws Exception {
        float[] rows = new float[2 * ROWS * COLUMNS];
        rows[0] = Float.NaN;
        rows[COLUMNS + 4] = Float.NaN;
        rows[2 * COLUMNS + 5] = Float.NaN;
        System.arraycopy(new float[] {1, 2, 8, 9, 0.5f, 1}, 0, rows, ROWS * COLUMNS, COLUMNS);
        System.arraycopy(new float[] {1, 2, 8, 9, 0.6f, 1}, 0, rows, (ROWS + 1) * COLUMNS, COLUMNS);

        float[] kept = run(rows, 2, 0.5f);

        assertThat(kept[0]).isNaN();
        assertThat(kept[COLUMNS + 4]).isNaN();
        assertThat(kept[2 * COLUMNS + 5]).isNaN();
        assertThat(surestFirst(kept, 1)).containsExactly(List.of(1f, 2f, 8f, 9f, 0.6f, 1f));
    }

    /** So that the decoder still says what is wrong. */
    @Test
    void aClassWithoutALabelStays() throws Exception {
        float[] rows = new float[ROWS * COLUMNS];
        System.arraycopy(new float[] {1, 2, 8, 9, 0.6f, CLASSES}, 0, rows, 0, COLUMNS);
        System.arraycopy(new float[] {1, 2, 8, 9, 0.5f, -4}, 0, rows, COLUMNS, COLUMNS);

        assertThat(surestFirst(run(rows, 1, 0.5f), 0)).containsExactly(List.of(1f, 2f, 8f, 9f, 0.6f, (float) CLASSES), List.of(1f, 2f, 8f, 9f, 0.5f, -4f));
    }

    /** An image of 8x8 has as many numbers as there are in the rows. */
    private static float[] run(float[] rows, int frames, float above) throws Exception {
        Model rowsOfImages = new TinyGraph(0).longs("shape", 0, ROWS, COLUMNS).add("Reshape", List.of("images", "shape"), "rows").model("rows", 0, ROWS, COLUMNS);
        NodeWriter writer = new NodeWriter(rowsOfImages);
        new SuppressionTail(CLASSES, above).put(writer, "rows", ROWS, "kept");
        Value kept = Value.of("kept", ElementType.FLOAT32, Axis.free("N"), Axis.of(ROWS), Axis.of(COLUMNS));
        Model model = rowsOfImages.with(writer.behind(rowsOfImages.graph()).withOutputs(List.of(kept)));
        ByteBuffer bytes = ByteBuffer.allocateDirect(rows.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(rows);
        Feed feed = new Feed(ElementType.FLOAT32, new long[] {frames, 3, TinyGraph.SIDE, TinyGraph.SIDE}, bytes);
        try (BareSession session = BareSession.open(ModelFile.bytes(model), "the tail", 1)) {
            double[] values = session.run(Map.of("images", feed)).get("kept").values();
            float[] numbers = new float[values.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) values[i];
            }
            return numbers;
        }
    }

    /** A frame's rows with their corners in order, but for those without confidence, which nobody looks at. */
    private static List<List<Float>> surestFirst(float[] rows, int frame) {
        List<List<Float>> found = new ArrayList<>();
        for (int row = frame * ROWS; row < (frame + 1) * ROWS; row++) {
            float[] it = Arrays.copyOfRange(rows, row * COLUMNS, (row + 1) * COLUMNS);
            if (it[4] > 0) {
                found.add(List.of(Math.min(it[0], it[2]), Math.min(it[1], it[3]), Math.max(it[0], it[2]), Math.max(it[1], it[3]), it[4], it[5]));
            }
        }
        found.sort(Comparator.comparing(row -> -row.get(4)));
        return found;
    }

    private static List<List<Float>> javas(float[] rows, int frame, float above) {
        NonMaxSuppression boxes = new NonMaxSuppression(ROWS, above);
        for (int row = frame * ROWS; row < (frame + 1) * ROWS; row++) {
            float[] it = Arrays.copyOfRange(rows, row * COLUMNS, (row + 1) * COLUMNS);
            boxes.add(Math.min(it[0], it[2]), Math.min(it[1], it[3]), Math.max(it[0], it[2]), Math.max(it[1], it[3]), it[4], (int) it[5]);
        }
        List<List<Float>> found = new ArrayList<>();
        int kept = boxes.suppress(ROWS);
        for (int rank = 0; rank < kept; rank++) {
            if (boxes.confidence(rank) > 0) {
                found.add(List.of(boxes.x1(rank), boxes.y1(rank), boxes.x2(rank), boxes.y2(rank), boxes.confidence(rank), (float) boxes.classId(rank)));
            }
        }
        return found;
    }
}
