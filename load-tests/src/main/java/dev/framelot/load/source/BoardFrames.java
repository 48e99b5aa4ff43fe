package dev.framelot.load.source;

import dev.framelot.load.board.BoardLine;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.board.JpegBoard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cameras over lines of drawn circuit boards: each camera has a line of its own, drawn and encoded ahead. The attribute {@code
 * board} of a frame is the board's index in its camera's line, for readers outside this process; inside, {@link #truthOf} leads back to the boxes drawn.
 */
public final class BoardFrames implements FrameSource {
    /** Frame attribute with the board's index in its camera's line. */
    public static final String BOARD = "board";
    /** Seeds of neighbouring cameras' lines lie this far apart, so that no two show the same boards. */
    private static final long SEEDS_OF_A_LINE = 1_000_003;

    private final List<String> names;
    private final CameraTurns turns;
    private final List<BoardLine> lines;

    /** @param boardsPerCamera distinct boards of each line; about 60 kB each */
    public BoardFrames(int cameras, int boardsPerCamera, long seed, BoardOptions options) {
        names = CameraTurns.numbered("line", cameras);
        turns = new CameraTurns(names);
        lines = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            lines.add(BoardLine.of(boardsPerCamera, seed + i * SEEDS_OF_A_LINE, options));
        }
    }

    @Override
    public Optional<EncodedFrame> next(long capturedAtMicros) {
        JpegBoard board = lines.get(turns.index()).next();
        EncodedFrame frame = new EncodedFrame(
                turns.camera(), turns.sequence(), board.jpeg(), capturedAtMicros, Map.of(BOARD, String.valueOf(board.index())));
        turns.pass();
        return Optional.of(frame);
    }

    /** The board that a frame shows; empty where the camera is none of these. Needs no attribute, since a bare image has none. */
    public Optional<JpegBoard> truthOf(String camera, long sequence) {
        int line = names.indexOf(camera);
        return line < 0 || sequence < 0 ? Optional.empty() : Optional.of(lines.get(line).ofFrame(sequence));
    }

    public int cameras() {
        return names.size();
    }
}
