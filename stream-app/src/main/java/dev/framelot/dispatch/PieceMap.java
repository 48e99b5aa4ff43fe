package dev.framelot.dispatch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Boxes by where they lie, so that each is compared only with those near it. Owner: one merge. */
final class PieceMap {
    private final int cellPixels;
    private final Map<Long, List<SeamMerge.Piece>> cells = new HashMap<>();
    private final Set<SeamMerge.Piece> all = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<SeamMerge.Piece> inOrder = new ArrayList<>();

    PieceMap(int cellPixels) {
        this.cellPixels = cellPixels;
    }

    void add(SeamMerge.Piece piece) {
        all.add(piece);
        inOrder.add(piece);
        cellsOf(piece).forEach(cell -> cells.computeIfAbsent(cell, none -> new ArrayList<>()).add(piece));
    }

    void remove(SeamMerge.Piece piece) {
        all.remove(piece);
        cellsOf(piece).forEach(cell -> cells.get(cell).removeIf(one -> one == piece));
    }

    /** One that lies near and is such. */
    Optional<SeamMerge.Piece> find(SeamMerge.Piece near, Predicate<SeamMerge.Piece> such) {
        for (long cell : cellsOf(near)) {
            for (SeamMerge.Piece piece : cells.getOrDefault(cell, List.of())) {
                if (such.test(piece)) {
                    return Optional.of(piece);
                }
            }
        }
        return Optional.empty();
    }

    /** In the order in which they were added. */
    List<SeamMerge.Piece> all() {
        List<SeamMerge.Piece> left = new ArrayList<>(inOrder);
        left.removeIf(piece -> !all.contains(piece));
        return left;
    }

    private List<Long> cellsOf(SeamMerge.Piece piece) {
        List<Long> touched = new ArrayList<>();
        for (int y = (int) piece.box().y1() / cellPixels; y <= (int) piece.box().y2() / cellPixels; y++) {
            for (int x = (int) piece.box().x1() / cellPixels; x <= (int) piece.box().x2() / cellPixels; x++) {
                touched.add((long) y << 32 | x);
            }
        }
        return touched;
    }
}
