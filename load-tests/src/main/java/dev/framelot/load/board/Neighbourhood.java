package dev.framelot.load.board;

import java.util.Arrays;

/** A small square cut from a board, for asking what hangs together there. */
final class Neighbourhood {

    private final int left;
    private final int top;
    private final int side;
    private final boolean[] copper;
    private final boolean[] seen;
    private final int[] stack;

    /** The cells up to {@code reach} pixels to each side of a place; what lies off the board counts as bare. */
    Neighbourhood(Copper board, Point centre, int reach) {
        left = (int) centre.x() - reach;
        top = (int) centre.y() - reach;
        side = 2 * reach + 1;
        copper = new boolean[side * side];
        seen = new boolean[side * side];
        stack = new int[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                copper[y * side + x] = board.at(left + x, top + y);
            }
        }
    }

    /** Paints the patch in. */
    void paint(Blot blot, boolean asCopper) {
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                if (blot.has(left + x, top + y)) {
                    copper[y * side + x] = asCopper;
                }
            }
        }
    }

    /** How many cells are copper. */
    int copperCells() {
        int count = 0;
        for (boolean cell : copper) {
            count += cell ? 1 : 0;
        }
        return count;
    }

    /** How many separate pieces of the material lie here. */
    int pieces(boolean ofCopper) {
        Arrays.fill(seen, false);
        int pieces = 0;
        for (int i = 0; i < copper.length; i++) {
            if (copper[i] == ofCopper && !seen[i]) {
                pieces++;
                flood(i);
            }
        }
        return pieces;
    }

    /** Whether copper leads from one place to the other without leaving the square. */
    boolean joined(Point a, Point b) {
        int from = index(a);
        int to = index(b);
        if (from < 0 || to < 0 || !copper[from] || !copper[to]) {
            return false;
        }
        Arrays.fill(seen, false);
        flood(from);
        return seen[to];
    }

    private int index(Point p) {
        int x = (int) Math.round(p.x()) - left;
        int y = (int) Math.round(p.y()) - top;
        return x < 0 || y < 0 || x >= side || y >= side ? -1 : y * side + x;
    }

    private void flood(int start) {
        boolean material = copper[start];
        int top = 0;
        stack[top++] = start;
        seen[start] = true;
        while (top > 0) {
            int i = stack[--top];
            int x = i % side;
            if (x > 0) {
                top = visit(i - 1, material, top);
            }
            if (x < side - 1) {
                top = visit(i + 1, material, top);
            }
            if (i >= side) {
                top = visit(i - side, material, top);
            }
            if (i < copper.length - side) {
                top = visit(i + side, material, top);
            }
        }
    }

    private int visit(int i, boolean material, int top) {
        if (copper[i] != material || seen[i]) {
            return top;
        }
        seen[i] = true;
        stack[top] = i;
        return top + 1;
    }
}
