package dev.framelot.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The letterbox's grey around a fitted image. Owner: one decoder. */
final class SlotPadding {
    private final InputGeometry input;
    private final byte[] grey;

    SlotPadding(InputGeometry input) {
        this.input = input;
        this.grey = new byte[input.width() * 3];
        Arrays.fill(grey, (byte) input.letterboxValue());
    }

    void around(Fit fit, ByteBuffer slot) {
        int pitch = input.width() * 3;
        for (int y = 0; y < input.height(); y++) {
            if (y < fit.top() || y >= fit.top() + fit.height()) {
                slot.put(y * pitch, grey, 0, pitch);
            } else {
                int right = fit.left() + fit.width();
                slot.put(y * pitch, grey, 0, fit.left() * 3);
                slot.put(y * pitch + right * 3, grey, 0, (input.width() - right) * 3);
            }
        }
    }
}
