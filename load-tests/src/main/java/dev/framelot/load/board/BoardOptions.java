package dev.framelot.load.board;

/**
 * What a board looks like, apart from its seed.
 *
 * @param width pixels, at least 128
 * @param height pixels, at least 128
 * @param minDefects fewest defects asked for; a board with too little copper can hold fewer
 * @param maxDefects most defects, inclusive
 * @param binary true for a black-and-white raster, as an inspection machine's binarised scan; false
 *     for a grey camera picture
 * @param lookalikes how often the sound artwork resembles a flaw (steps, necks, beads, small vias and holes, slots),
 *     0 (seldom) to 1 (as often as on real boards)
 * @param roughness how ragged the copper's edges are, 0 (clean) to 1
 * @param lighting how uneven the light is over the board, 0 (even) to 1; grey pictures only
 * @param noise standard deviation of the sensor's noise, grey levels; grey pictures only
 * @param blur radius of the optics' blur, pixels, 0 for none; grey pictures only
 * @param jpegQuality 0..1, used where the board is encoded
 */
public record BoardOptions(
        int width,
        int height,
        int minDefects,
        int maxDefects,
        boolean binary,
        double lookalikes,
        double roughness,
        double lighting,
        double noise,
        double blur,
        double jpegQuality) {

    private static final int SMALLEST_SIDE = 128;

    /** Refuses values out of range. */
    public BoardOptions {
        if (width < SMALLEST_SIDE || height < SMALLEST_SIDE) {
            throw new IllegalArgumentException("a board is at least " + SMALLEST_SIDE + " pixels wide and high");
        }
        if (minDefects < 0 || maxDefects < minDefects) {
            throw new IllegalArgumentException("defects " + minDefects + ".." + maxDefects);
        }
        requireWithin("lookalikes", lookalikes, 1);
        requireWithin("roughness", roughness, 1);
        requireWithin("lighting", lighting, 1);
        requireWithin("noise", noise, 64);
        requireWithin("blur", blur, 8);
        requireWithin("jpegQuality", jpegQuality, 1);
    }

    /** A binarised 640x640 scan with 3 to 12 defects: much like what the detector is trained on. */
    public static BoardOptions defaults() {
        return new BoardOptions(640, 640, 3, 12, true, 0.3, 0.3, 0, 0, 0, 0.92);
    }

    /** The demo's line: 0 to 6 defects a board, so that some boards are sound. */
    public static BoardOptions demo() {
        return defaults().withDefects(0, 6);
    }

    /** The same board as a grey picture under a lamp, slightly soft and noisy. */
    public BoardOptions asCameraPicture() {
        return withBinary(false).withLighting(0.3).withNoise(5).withBlur(1);
    }

    /** The same with another size in pixels. */
    public BoardOptions withSize(int newWidth, int newHeight) {
        return new BoardOptions(newWidth, newHeight, minDefects, maxDefects, binary, lookalikes, roughness, lighting, noise, blur, jpegQuality);
    }

    /** The same with another number of defects, both ends inclusive. */
    public BoardOptions withDefects(int fewest, int most) {
        return new BoardOptions(width, height, fewest, most, binary, lookalikes, roughness, lighting, noise, blur, jpegQuality);
    }

    /** The same as a black-and-white scan (true) or a grey picture (false). */
    public BoardOptions withBinary(boolean newBinary) {
        return new BoardOptions(width, height, minDefects, maxDefects, newBinary, lookalikes, roughness, lighting, noise, blur, jpegQuality);
    }

    /** The same with another share of artwork that resembles flaws, 0..1. */
    public BoardOptions withLookalikes(double newLookalikes) {
        return new BoardOptions(width, height, minDefects, maxDefects, binary, newLookalikes, roughness, lighting, noise, blur, jpegQuality);
    }

    /** The same with another edge roughness, 0..1. */
    public BoardOptions withRoughness(double newRoughness) {
        return new BoardOptions(width, height, minDefects, maxDefects, binary, lookalikes, newRoughness, lighting, noise, blur, jpegQuality);
    }

    /** The same with another unevenness of light, 0..1. */
    public BoardOptions withLighting(double newLighting) {
        return new BoardOptions(width, height, minDefects, maxDefects, binary, lookalikes, roughness, newLighting, noise, blur, jpegQuality);
    }

    /** The same with another sensor noise, grey levels. */
    public BoardOptions withNoise(double newNoise) {
        return new BoardOptions(width, height, minDefects, maxDefects, binary, lookalikes, roughness, lighting, newNoise, blur, jpegQuality);
    }

    /** The same with another blur radius, pixels. */
    public BoardOptions withBlur(double newBlur) {
        return new BoardOptions(width, height, minDefects, maxDefects, binary, lookalikes, roughness, lighting, noise, newBlur, jpegQuality);
    }

    /** The same with another JPEG quality, 0..1. */
    public BoardOptions withJpegQuality(double newQuality) {
        return new BoardOptions(width, height, minDefects, maxDefects, binary, lookalikes, roughness, lighting, noise, blur, newQuality);
    }

    private static void requireWithin(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + " must lie in 0.." + most + ", is " + value);
        }
    }
}
