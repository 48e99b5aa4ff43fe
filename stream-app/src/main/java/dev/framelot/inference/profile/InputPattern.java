package dev.framelot.inference.profile;

import dev.framelot.image.InputGeometry;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.Lane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Frames to measure with. Which one a model finds hardest is not known beforehand: each is tried. */
enum InputPattern {
    /** Nothing in it can be skipped or compressed. */
    NOISE,
    /** Saturates everything: activations, and candidates of detectors that like bright areas. */
    WHITE,
    /** Zeros, which some kernels turn into slow denormal numbers. */
    BLACK,
    /** Edges everywhere: most candidates for suppression inside the graph. */
    CHECKERBOARD;

    /** Distinct frames that share no memory; a larger batch takes them in turn. */
    private static final int DISTINCT = 8;

    List<Lane.Input> frames(InputGeometry input, int count) {
        Letterbox whole = new Letterbox(input.width(), input.height(), 1, 1, 0, 0);
        List<Lane.Input> distinct = new ArrayList<>();
        for (int i = 0; i < Math.min(count, DISTINCT); i++) {
            distinct.add(new Lane.Input(pixels(input, i), whole));
        }
        List<Lane.Input> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(distinct.get(i % distinct.size()));
        }
        return frames;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private ByteBuffer pixels(InputGeometry input, int seed) {
        byte[] bytes = new byte[input.slotBytes()];
        if (this == NOISE) {
            new Random(seed).nextBytes(bytes);
        }
        for (int i = 0; this != NOISE && i < bytes.length; i++) {
            int column = i / 3 % input.width();
            int row = i / 3 / input.width();
            boolean bright = this == WHITE || this == CHECKERBOARD && (column / 8 + row / 8 + seed) % 2 == 0;
            bytes[i] = (byte) (bright ? 255 : 0);
        }
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
