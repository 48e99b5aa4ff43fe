package dev.framelot.load.board;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws circuit boards with known defects.
 *
 * <p>Artwork, defects and finish each have their own random stream split off the seed, so the same seed
 * with no defects gives the same board, sound.
 */
public final class BoardSimulator {

    private BoardSimulator() {}

    /** Draws one board. The same seed and options give the same bytes and the same boxes. */
    public static Board draw(long seed, BoardOptions options) {
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom forArtwork = root.split();
        SplittableRandom forEdges = root.split();
        SplittableRandom forDefects = root.split();
        SplittableRandom forCamera = root.split();
        Copper copper = Artwork.draw(forArtwork, options.width(), options.height(), options.lookalikes());
        Finish.roughen(copper, forEdges, options.roughness());
        Finish.speck(copper, forEdges);
        int count = forDefects.nextInt(options.minDefects(), options.maxDefects() + 1);
        List<Box> truth = Defects.spoil(copper, forDefects, count);
        return new Board(
                options.width(), options.height(), Finish.photograph(copper, forCamera, options), truth);
    }
}
