package dev.framelot.load.figure;

import dev.framelot.load.board.BoardLine;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.source.BoardFrames;
import java.util.List;
import java.util.stream.IntStream;

/** The pictures that figures are measured with: binarised boards of 640 x 640 pixels, as the demo draws them. */
final class BoardImages {
    private static final int CAMERAS = 8;
    private static final int BOARDS_PER_CAMERA = 6;

    private BoardImages() {}

    /** Eight cameras in turn. */
    static BoardFrames cameras(long seed) {
        return new BoardFrames(CAMERAS, BOARDS_PER_CAMERA, seed, BoardOptions.demo());
    }

    /** The same sort of pictures without cameras. */
    static List<byte[]> jpegs(long seed) {
        BoardLine line = BoardLine.of(CAMERAS * BOARDS_PER_CAMERA, seed, BoardOptions.demo());
        return IntStream.range(0, line.size()).mapToObj(i -> line.at(i).jpeg()).toList();
    }

    static double meanKilobytes(List<byte[]> jpegs) {
        return jpegs.stream().mapToInt(jpeg -> jpeg.length).average().orElseThrow() / 1e3;
    }
}
