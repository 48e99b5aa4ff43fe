package dev.framelot.inference.onnx;

import dev.framelot.image.Letterbox;
import dev.framelot.inference.Lane;
import java.nio.ByteBuffer;

/** A frame of 32 x 32 that says what painted-boxes.onnx will find on it; see src/test/models/make_models.py. */
final class PaintedFrame {
    static final int SIDE = 32;
    private static final Letterbox SAME = new Letterbox(SIDE, SIDE, 1, 1, 0, 0);

    private final ByteBuffer pixels = ByteBuffer.allocateDirect(SIDE * SIDE * 3);
    private int rows;

    PaintedFrame box(int x1, int y1, int x2, int y2, int confidence255, int classId) {
        int at = rows++ * SIDE * 3;
        int[] row = {x1, y1, x2, y2, confidence255, classId};
        for (int i = 0; i < row.length; i++) {
            pixels.put(at + i, (byte) row[i]);
        }
        return this;
    }

    /** painted-boxes-nan.onnx answers NaN to this frame. */
    PaintedFrame poison() {
        pixels.put(((SIDE - 1) * SIDE + SIDE - 1) * 3, (byte) 255);
        return this;
    }

    Lane.Input input() {
        return input(SAME);
    }

    Lane.Input input(Letterbox letterbox) {
        return new Lane.Input(pixels, letterbox);
    }
}
