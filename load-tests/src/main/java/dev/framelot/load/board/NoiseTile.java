package dev.framelot.load.board;

import java.util.Random;
import java.util.random.RandomGenerator;

/** A tile of unit Gaussian noise that is drawn once and laid with a random offset, since drawing it anew is slow. */
final class NoiseTile {

    private static final int SIDE = 512;
    private static final NoiseTile FINE = new NoiseTile(0);
    private static final NoiseTile COARSE = new NoiseTile(2);

    private final float[] values = new float[SIDE * SIDE];

    private NoiseTile(int smoothing) {
        Random random = new Random(20_240_501L);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (int pass = 0; pass < smoothing; pass++) {
            smooth();
        }
        double squares = 0;
        for (float v : values) {
            squares += (double) v * v;
        }
        float scale = (float) (1 / Math.sqrt(squares / values.length));
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
    }

    private void smooth() {
        float[] from = values.clone();
        int mask = SIDE - 1;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                float sum = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        sum += from[((y + dy) & mask) * SIDE + ((x + dx) & mask)];
                    }
                }
                values[y * SIDE + x] = sum;
            }
        }
    }

    /** Independent from pixel to pixel. */
    static NoiseTile fine() {
        return FINE;
    }

    /** Alike over about three pixels. */
    static NoiseTile coarse() {
        return COARSE;
    }

    /** Where to start reading. */
    static int offset(RandomGenerator random) {
        return random.nextInt(SIDE * SIDE);
    }

    float at(int x, int y, int offset) {
        int mask = SIDE - 1;
        return values[((y + (offset >> 9)) & mask) * SIDE + ((x + offset) & mask)];
    }
}
