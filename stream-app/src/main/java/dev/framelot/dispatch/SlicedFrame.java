package dev.framelot.dispatch;

import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.image.SlicedImage;
import dev.framelot.image.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A large frame whose tiles run as frames of their own, and its one fate: detected when the last tile is, with the boxes of all
 * merged; the fate of the first tile that is rejected, left out or fails, at once, and its other tiles are then dropped.
 *
 * <p>A tile holds a slot from its decoding to its result and waits for nothing but a lane, so that a frame of more tiles than
 * there are slots passes, and any number of such frames beside each other. At most {@code mostInFlight} tiles of a frame are decoded
 * at a time; when one ends, the frame asks for its next turn at the decode workers.
 *
 * <p>One record names one model: where tiles ran on two, as when the model is swapped meanwhile, the frame begins again on the newer.
 *
 * <p>Lock: this. {@code again} and the frame's outcome are told outside of it.
 */
final class SlicedFrame {
    /** Boxes kept while tiles are still to come: beyond, the least confident go. */
    private static final int MOST_PIECES = 1 << 15;

    /** A tile to decode. @param round in which it was taken */
    record Turn(int tile, int round) {}

    private final FrameTask frame;
    private final SlicedImage image;
    private final int mostInFlight;
    private final LongSupplier nanoClock;
    private final Consumer<SlicedFrame> again;
    private final int tiles;

    private List<SeamMerge.Piece> pieces = new ArrayList<>();
    private int next;
    private int inFlight;
    private int done;
    /** How often it began again: results of earlier rounds are dropped. */
    private int round;
    private boolean corrupt;
    private boolean truncated;
    private FrameOutcome.Detected last;
    private long lastNanos;
    /** It stands in the queue of the decode workers, or is about to. */
    private boolean queued = true;
    /** Its fate is told. */
    private boolean over;

    /** Made with a place in the queue. @param again asks for another place */
    SlicedFrame(FrameTask frame, SlicedImage image, int mostInFlight, LongSupplier nanoClock, Consumer<SlicedFrame> again) {
        this.frame = frame;
        this.image = image;
        this.mostInFlight = mostInFlight;
        this.nanoClock = nanoClock;
        this.again = again;
        this.tiles = image.grid().count();
    }

    FrameTask frame() {
        return frame;
    }

    SlicedImage image() {
        return image;
    }

    /** A decode worker's turn; empty: there is nothing to decode. The last turn merges. */
    Optional<Turn> take() {
        boolean more;
        boolean merge;
        Turn turn = null;
        synchronized (this) {
            queued = false;
            if (dropped()) {
                return Optional.empty();
            }
            merge = done == tiles;
            over = merge;
            if (!merge && next < tiles && inFlight < mostInFlight) {
                turn = new Turn(next++, round);
                inFlight++;
            }
            more = asksAgain();
        }
        if (merge) {
            frame.done(merged());
        } else if (more) {
            // Before this tile is decoded: another worker may take the next one meanwhile.
            again.accept(this);
        }
        return Optional.ofNullable(turn);
    }

    /** Call with the lock. */
    private boolean asksAgain() {
        boolean asks = !over && !queued && (done == tiles || next < tiles && inFlight < mostInFlight);
        queued |= asks;
        return asks;
    }

    /** Nobody waits for its tiles. */
    private synchronized boolean dropped() {
        return over || frame.cancelled();
    }

    FrameTask task(Turn turn) {
        return frame.tile(Math.max(1, frame.bytes() / tiles), this::dropped, outcome -> tileDone(turn.tile(), turn.round(), outcome));
    }

    private void tileDone(int tile, int ofRound, FrameOutcome outcome) {
        FrameOutcome fate = null;
        boolean more = false;
        synchronized (this) {
            if (over) {
                return;
            }
            if (outcome instanceof FrameOutcome.Detected detected) {
                inFlight--;
                if (ofRound == round && last != null && !last.model().equals(detected.model())) {
                    beginAgain();
                } else if (ofRound == round) {
                    done++;
                    add(image.grid().tile(tile), tile, detected);
                }
                more = asksAgain();
            } else {
                over = true;
                fate = fateOf(tile, outcome);
            }
        }
        if (fate != null) {
            frame.done(fate);
        } else if (more) {
            again.accept(this);
        }
    }

    /** Call with the lock. Ends once every lane has the new model. */
    private void beginAgain() {
        round++;
        next = 0;
        done = 0;
        last = null;
        pieces.clear();
        corrupt = false;
        truncated = false;
    }

    private FrameOutcome fateOf(int index, FrameOutcome outcome) {
        Tile tile = image.grid().tile(index);
        String which = "tile " + (index + 1) + " of " + tiles + " at " + tile.x() + "," + tile.y() + ": ";
        if (outcome instanceof FrameOutcome.Shed shed) {
            return new FrameOutcome.Shed(shed.reason(), which + shed.detail(), shed.predictedFinishNanos());
        }
        FrameFault fault = ((FrameOutcome.DeadLettered) outcome).fault();
        return new FrameOutcome.DeadLettered(new FrameFault(fault.reason(), which + fault.detail()));
    }

    private void add(Tile tile, int index, FrameOutcome.Detected found) {
        for (Detection box : found.detections()) {
            pieces.add(SeamMerge.Piece.of(box, tile, index, image));
        }
        corrupt |= found.corruptImage();
        truncated |= found.truncated();
        last = found;
        lastNanos = nanoClock.getAsLong();
        if (pieces.size() > MOST_PIECES) {
            pieces.sort(SeamMerge.Piece.BEST_FIRST);
            pieces = new ArrayList<>(pieces.subList(0, MOST_PIECES / 2));
            truncated = true;
        }
    }

    /** Only once all tiles are done, by one worker. Its batch and stages are those of the tile that ended last. */
    private FrameOutcome merged() {
        SeamMerge.Merged merged = SeamMerge.merge(pieces, image);
        StageNanos s = last.stages();
        StageNanos stages = new StageNanos(
                s.decodeWait(), s.decode(), s.batchWait(), s.laneWait(), s.run(), s.postProcess() + nanoClock.getAsLong() - lastNanos);
        return new FrameOutcome.Detected(merged.detections(), truncated || merged.truncated(), image.grid().imageWidth(), image.grid().imageHeight(), corrupt,
                last.model(), last.batch(), stages);
    }
}
