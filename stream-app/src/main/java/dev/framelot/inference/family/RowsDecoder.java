package dev.framelot.inference.family;

import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A row for each box: what its place is, then (or before) a score for each class. What a family makes of a row is its
 * {@link Layout}; that a box has one label, the best, is the same for all.
 */
final class RowsDecoder implements BoxDecoder {
    /** How a family writes a row. */
    interface Layout {
        /** Column of the first class. */
        int firstClass();

        /** What the best class's score is multiplied by: how sure the model is that there is anything. */
        default float objectness(float[] row) {
            return 1;
        }

        /** Hands the box to {@code boxes}. @param index of the row */
        void place(float[] row, int index, BoxCollector boxes, float confidence, int classId);
    }

    /** Where a row's numbers lie. */
    interface Source {
        /** Fills {@code row}. @return the first column that is no finite number; -1 where all are */
        int copy(List<FloatBuffer> outputs, int frame, int index, float[] row);
    }

    private final int rows;
    private final Source source;
    private final int classes;
    private final Layout layout;
    private final BoxCollector boxes;
    private final float[] row;

    /** Rows that are those of a single output. */
    RowsDecoder(TensorFacts output, int classes, Layout layout, ModelCard card) {
        this((int) output.axis(1), (int) output.axis(2), new Table((int) output.axis(1)), classes, layout, card);
    }

    RowsDecoder(int rows, int columns, Source source, int classes, Layout layout, ModelCard card) {
        this.rows = rows;
        this.source = source;
        this.classes = classes;
        this.layout = layout;
        this.boxes = new BoxCollector(rows, card, false);
        this.row = new float[columns];
    }

    @Override
    public Lane.FrameResult decode(List<FloatBuffer> outputs, int frame, Letterbox letterbox) {
        boxes.begin(letterbox);
        for (int index = 0; index < rows; index++) {
            int bad = source.copy(outputs, frame, index, row);
            if (bad >= 0) {
                return Numbers.notFinite("row " + index + ", column " + bad, row[bad]);
            }
            float objectness = layout.objectness(row);
            if (objectness < boxes.least()) {
                continue;
            }
            int best = best();
            float score = row[layout.firstClass() + best];
            if (objectness * score >= boxes.least()) {
                if (!Numbers.isProbability(score) || !Numbers.isProbability(objectness)) {
                    return Numbers.notAProbability("row " + index, objectness * score, best, classes);
                }
                layout.place(row, index, boxes, objectness * score, best);
            }
        }
        return boxes.result();
    }

    /** Of equal classes the first. */
    private int best() {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            if (row[layout.firstClass() + i] > row[layout.firstClass() + best]) {
                best = i;
            }
        }
        return best;
    }

    private record Table(int rows) implements Source {
        @Override
        public int copy(List<FloatBuffer> outputs, int frame, int index, float[] row) {
            return Numbers.copy(outputs.get(0), (frame * rows + index) * row.length, row, row.length);
        }
    }
}
