package dev.framelot.dispatch;

import dev.framelot.frame.Detection;
import dev.framelot.image.SlicedImage;
import dev.framelot.image.Tile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes one list of boxes of those of all tiles, so that what several tiles saw comes out once. A box is <em>cut</em> where it
 * reaches a side of its tile that is not the image's; else it is <em>whole</em>.
 *
 * <ol>
 *   <li>Whole boxes, most confident first: one goes if a kept box of its class from another tile is the same object, that is, overlaps
 *       it by more than half (IoU), or covers 0.7 of the smaller.
 *   <li>A cut box goes if a kept whole box of its class covers 0.6 of it: that tile saw more.
 *   <li>Cut boxes of one class that meet across a seam (one is cut where the other comes in from beyond, and they share at least half of
 *       their extent along the seam) become one box around both, with the greater confidence; again and again, for objects that span many tiles.
 *   <li>What was joined so goes if a kept whole box is the same object.
 * </ol>
 * Two boxes of one tile are never compared: its own suppression let both stand. At most the image's limit stays, most confident
 * first. Pure.
 */
final class SeamMerge {
    private static final double SAME_IOU = 0.5;
    private static final double SAME_COVERED = 0.7;
    private static final double CUT_COVERED = 0.6;
    private static final double ALONG_SEAM = 0.5;
    /** Of the model's input: a box that ends so close to its tile's side counts as reaching it. */
    private static final int REACH_PIXELS = 3;

    /** Where tiles do not overlap, the parts of an object only touch. */
    private static final float TOUCH_PIXELS = 2;

    record Merged(List<Detection> detections, boolean truncated) {}

    /** A box in source pixels, and at which of its sides it is cut. @param tile -1: joined of several */
    record Piece(Detection box, int tile, boolean left, boolean top, boolean right, boolean bottom) {
        static final Comparator<Piece> BEST_FIRST = Comparator.comparingDouble((Piece piece) -> piece.box.confidence()).reversed()
                .thenComparingInt(Piece::tile);

        /** @param found in pixels of the tile */
        static Piece of(Detection found, Tile tile, int index, SlicedImage image) {
            double reach = REACH_PIXELS * image.sourcePixels();
            return new Piece(
                    new Detection(found.x1() + tile.x(), found.y1() + tile.y(), found.x2() + tile.x(), found.y2() + tile.y(), found.classId(), found.label(),
                            found.confidence()),
                    index,
                    tile.x() > 0 && found.x1() <= reach,
                    tile.y() > 0 && found.y1() <= reach,
                    tile.right() < image.grid().imageWidth() && found.x2() >= tile.width() - reach,
                    tile.bottom() < image.grid().imageHeight() && found.y2() >= tile.height() - reach);
        }

        boolean whole() {
            return !left && !top && !right && !bottom;
        }

        private boolean comparable(Piece other) {
            return box.classId() == other.box.classId() && (tile != other.tile || tile < 0);
        }

        boolean same(Piece other) {
            double both = both(other);
            return comparable(other)
                    && (both > SAME_IOU * (area() + other.area() - both) || both > SAME_COVERED * Math.min(area(), other.area()));
        }

        boolean coveredBy(Piece other) {
            return comparable(other) && both(other) > CUT_COVERED * area();
        }

        boolean meets(Piece other) {
            if (!comparable(other) || apart(box.x1(), box.x2(), other.box.x1(), other.box.x2()) || apart(box.y1(), box.y2(), other.box.y1(), other.box.y2())) {
                return false;
            }
            boolean across = (right && other.left && box.x2() <= other.box.x2() || left && other.right && other.box.x2() <= box.x2())
                    && shared(box.y1(), box.y2(), other.box.y1(), other.box.y2()) >= ALONG_SEAM;
            boolean down = (bottom && other.top && box.y2() <= other.box.y2() || top && other.bottom && other.box.y2() <= box.y2())
                    && shared(box.x1(), box.x2(), other.box.x1(), other.box.x2()) >= ALONG_SEAM;
            return across || down || coveredBy(other) || other.coveredBy(this);
        }

        private static boolean apart(float a1, float a2, float b1, float b2) {
            return Math.max(a1, b1) - Math.min(a2, b2) > TOUCH_PIXELS;
        }

        /** Of two extents, what they share, by what either has. */
        private static double shared(float a1, float a2, float b1, float b2) {
            return (Math.min(a2, b2) - Math.max(a1, b1)) / (double) (Math.max(a2, b2) - Math.min(a1, b1));
        }

        /** Around both; a side is cut where the piece that reaches farthest there is. */
        Piece joined(Piece other) {
            Detection a = box;
            Detection b = other.box;
            Detection best = a.confidence() >= b.confidence() ? a : b;
            return new Piece(
                    new Detection(Math.min(a.x1(), b.x1()), Math.min(a.y1(), b.y1()), Math.max(a.x2(), b.x2()), Math.max(a.y2(), b.y2()), best.classId(),
                            best.label(), best.confidence()),
                    -1,
                    a.x1() <= b.x1() ? left : other.left,
                    a.y1() <= b.y1() ? top : other.top,
                    a.x2() >= b.x2() ? right : other.right,
                    a.y2() >= b.y2() ? bottom : other.bottom);
        }

        private double area() {
            return (double) (box.x2() - box.x1()) * (box.y2() - box.y1());
        }

        private double both(Piece other) {
            double width = Math.min(box.x2(), other.box.x2()) - Math.max(box.x1(), other.box.x1());
            double height = Math.min(box.y2(), other.box.y2()) - Math.max(box.y1(), other.box.y1());
            return width <= 0 || height <= 0 ? 0 : width * height;
        }
    }

    private SeamMerge() {}

    static Merged merge(List<Piece> pieces, SlicedImage image) {
        Tile usual = image.grid().tile(0);
        return merge(pieces, Math.max(usual.width(), usual.height()), image.maxDetections());
    }

    /** @param cellPixels about a tile's side @param most boxes */
    static Merged merge(List<Piece> pieces, int cellPixels, int most) {
        List<Piece> bestFirst = new ArrayList<>(pieces);
        bestFirst.sort(Piece.BEST_FIRST);
        PieceMap kept = new PieceMap(cellPixels);
        for (Piece piece : bestFirst) {
            if (piece.whole() && kept.find(piece, piece::same).isEmpty()) {
                kept.add(piece);
            }
        }
        PieceMap joined = new PieceMap(cellPixels);
        for (Piece piece : bestFirst) {
            if (!piece.whole() && kept.find(piece, piece::coveredBy).isEmpty()) {
                join(piece, joined);
            }
        }
        for (Piece piece : joined.all()) {
            if (kept.find(piece, piece::same).isEmpty()) {
                kept.add(piece);
            }
        }
        List<Piece> all = kept.all();
        all.sort(Piece.BEST_FIRST);
        return new Merged(all.stream().limit(most).map(Piece::box).toList(), all.size() > most);
    }

    private static void join(Piece piece, PieceMap joined) {
        Piece whole = piece;
        while (true) {
            Piece now = whole;
            var meeting = joined.find(now, now::meets);
            if (meeting.isEmpty()) {
                joined.add(now);
                return;
            }
            joined.remove(meeting.get());
            whole = now.joined(meeting.get());
        }
    }
}
