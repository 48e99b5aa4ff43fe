package dev.framelot.load.board;

import java.util.SplittableRandom;

/** Options that differ from board to board, so that a detector learns no one finish by heart. */
final class VariedOptions {

    private static final long SALT = 0x5eed_0f_b0a2dL;

    private VariedOptions() {}

    /** Three boards in four are binarised scans of differing raggedness, the rest grey pictures. */
    static BoardOptions of(long seed, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed ^ SALT);
        double rough = random.nextDouble();
        BoardOptions options = BoardOptions.defaults()
                .withSize(width, height)
                .withLookalikes(random.nextInt(4) == 0 ? random.nextDouble() : 1)
                .withRoughness(random.nextInt(8) == 0 ? 0 : 0.03 + 0.8 * rough * rough);
        if (random.nextInt(4) > 0) {
            return options;
        }
        return options.withBinary(false)
                .withLighting(random.nextDouble(0, 0.5))
                .withNoise(random.nextDouble(0, 10))
                .withBlur(random.nextDouble(0, 1.6));
    }
}
