package dev.framelot.load.board;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Many boards side by side as one grey JPEG, of any size up to JPEG's own 65,500: encoded strip by strip, each strip an interval between
 * restart markers, so that no more than a strip is ever in memory.
 */
public final class BoardPanel {
    private static final int DIFFERENT_BOARDS = 24;
    private static final int BLOCK = 8;
    /** A restart interval has 16 bits. */
    private static final int MOST_BLOCKS_OF_A_STRIP = 65_535;

    private final int width;
    private final int height;
    private final List<Board> boards = new ArrayList<>();
    private final int[] boardAt;
    private final int across;
    private final int boardWidth;
    private final int boardHeight;
    private final double quality;

    private BoardPanel(int width, int height, long seed, BoardOptions options) {
        this.width = width;
        this.height = height;
        this.boardWidth = options.width();
        this.boardHeight = options.height();
        this.quality = options.jpegQuality();
        this.across = (width + boardWidth - 1) / boardWidth;
        this.boardAt = new int[across * ((height + boardHeight - 1) / boardHeight)];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < Math.min(DIFFERENT_BOARDS, boardAt.length); i++) {
            boards.add(BoardSimulator.draw(random.nextLong(), options));
        }
        for (int i = 0; i < boardAt.length; i++) {
            boardAt[i] = i < boards.size() ? i : random.nextInt(boards.size());
        }
    }

    /**
     * Writes a panel; the same seed and options give the same bytes.
     *
     * @return the defects that lie wholly within it
     */
    public static List<Box> write(OutputStream out, int width, int height, long seed, BoardOptions options) throws IOException {
        BoardPanel panel = new BoardPanel(width, height, seed, options);
        panel.write(out);
        return panel.truth();
    }

    private List<Box> truth() {
        List<Box> truth = new ArrayList<>();
        for (int i = 0; i < boardAt.length; i++) {
            float left = i % across * boardWidth;
            float top = i / across * boardHeight;
            for (Box box : boards.get(boardAt[i]).truth()) {
                if (left + box.x2() <= width && top + box.y2() <= height) {
                    truth.add(new Box(box.classId(), left + box.x1(), top + box.y1(), left + box.x2(), top + box.y2()));
                }
            }
        }
        return truth;
    }

    private void write(OutputStream out) throws IOException {
        int blocksAcross = (width + BLOCK - 1) / BLOCK;
        int rows = MOST_BLOCKS_OF_A_STRIP / blocksAcross;
        int restarts = 0;
        for (int top = 0; top < height; top += rows * BLOCK) {
            byte[] strip = Encoder.jpeg(strip(top, Math.min(rows * BLOCK, height - top)), quality);
            int scan = marker(strip, 0xDA);
            int data = scan + 2 + (strip[scan + 2] << 8 | strip[scan + 3] & 0xFF);
            if (top == 0) {
                int frame = marker(strip, 0xC0);
                strip[frame + 5] = (byte) (height >> 8);
                strip[frame + 6] = (byte) height;
                int interval = rows * blocksAcross;
                out.write(strip, 0, scan);
                out.write(new byte[] {(byte) 0xFF, (byte) 0xDD, 0, 4, (byte) (interval >> 8), (byte) interval});
                out.write(strip, scan, data - scan);
            } else {
                out.write(0xFF);
                out.write(0xD0 + restarts++ % 8);
            }
            out.write(strip, data, strip.length - 2 - data);
        }
        out.write(0xFF);
        out.write(0xD9);
    }

    private Board strip(int top, int rows) {
        byte[] grey = new byte[width * rows];
        for (int y = 0; y < rows; y++) {
            int inBoard = (top + y) % boardHeight;
            for (int column = 0; column < across; column++) {
                Board board = boards.get(boardAt[(top + y) / boardHeight * across + column]);
                int left = column * boardWidth;
                System.arraycopy(board.grey(), inBoard * boardWidth, grey, y * width + left, Math.min(boardWidth, width - left));
            }
        }
        return new Board(width, rows, grey, List.of());
    }

    /** Index of the first segment with this marker; all strips have the same few. */
    private static int marker(byte[] jpeg, int wanted) {
        int at = 2;
        while ((jpeg[at + 1] & 0xFF) != wanted) {
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
        }
        return at;
    }
}
