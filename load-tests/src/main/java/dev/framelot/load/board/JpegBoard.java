package dev.framelot.load.board;

import java.util.List;

/**
 * A board as a camera would send it.
 *
 * @param index its place in the line's pool, 0 up; the key to its truth
 * @param seed what it was drawn from
 * @param jpeg the encoded picture; shared by every round of the line, so not to be written to
 * @param width pixels
 * @param height pixels
 * @param truth the defects' boxes in pixels of the picture, unmodifiable
 */
public record JpegBoard(int index, long seed, byte[] jpeg, int width, int height, List<Box> truth) {

    /** Copies the list of boxes. */
    public JpegBoard {
        truth = List.copyOf(truth);
    }

    /** Draws and encodes one board. */
    static JpegBoard of(int index, long seed, BoardOptions options) {
        Board board = BoardSimulator.draw(seed, options);
        return new JpegBoard(
                index, seed, Encoder.jpeg(board, options.jpegQuality()), board.width(), board.height(), board.truth());
    }
}
