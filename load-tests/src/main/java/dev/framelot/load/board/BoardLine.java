package dev.framelot.load.board;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A moving line of boards: a pool drawn and encoded ahead, passed over and over, so that a source can
 * send hundreds of frames a second without drawing any. Safe for several threads.
 */
public final class BoardLine {

    private final List<JpegBoard> pool;
    private final AtomicLong passed = new AtomicLong();

    private BoardLine(List<JpegBoard> pool) {
        this.pool = pool;
    }

    /** Draws {@code distinct} boards from the seeds {@code seed}, {@code seed + 1} and so on, on every core. */
    public static BoardLine of(int distinct, long seed, BoardOptions options) {
        if (distinct < 1) {
            throw new IllegalArgumentException("a line needs at least one board, not " + distinct);
        }
        return new BoardLine(IntStream.range(0, distinct)
                .parallel()
                .mapToObj(i -> JpegBoard.of(i, seed + i, options))
                .toList());
    }

    /** The next board to come by; after the last comes the first again. */
    public JpegBoard next() {
        return pool.get((int) (passed.getAndIncrement() % pool.size()));
    }

    /** The board at a place in the pool, 0 up to {@link #size()}. */
    public JpegBoard at(int index) {
        return pool.get(index);
    }

    /** The board that came by as number {@code frame}, 0 the first, however many rounds ago. */
    public JpegBoard ofFrame(long frame) {
        return pool.get((int) (frame % pool.size()));
    }

    /** How many distinct boards the line has. */
    public int size() {
        return pool.size();
    }

    /** How many boards have come by. */
    public long passed() {
        return passed.get();
    }
}
