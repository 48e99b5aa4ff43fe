package dev.framelot.load.board;

/**
 * Takes scraps out of artwork: lone bits of copper, and holes in it, that came about where strokes happened to
 * cross and that nobody could tell from a flaw. Round and rectangular ones of some size stay.
 */
final class Tidy {

    private static final int SMALL = 42;
    private static final int LARGEST_SCRAP = 700;
    private static final int SMALLEST_KEPT = 9;

    private final Copper board;
    private final boolean[] seen;
    private final int[] found;

    private Tidy(Copper board) {
        this.board = board;
        this.seen = new boolean[board.cells.length];
        this.found = new int[board.cells.length];
    }

    static void scraps(Copper board) {
        Tidy tidy = new Tidy(board);
        for (int i = 0; i < board.cells.length; i++) {
            if (!tidy.seen[i]) {
                tidy.piece(i);
            }
        }
    }

    private void piece(int start) {
        byte material = board.cells[start];
        int count = flood(start, material);
        if (count > LARGEST_SCRAP) {
            return;
        }
        int x1 = board.width;
        int y1 = board.height;
        int x2 = 0;
        int y2 = 0;
        for (int i = 0; i < count; i++) {
            int x = found[i] % board.width;
            int y = found[i] / board.width;
            x1 = Math.min(x1, x);
            y1 = Math.min(y1, y);
            x2 = Math.max(x2, x + 1);
            y2 = Math.max(y2, y + 1);
        }
        int wide = x2 - x1;
        int high = y2 - y1;
        boolean cutByRim = x1 == 0 || y1 == 0 || x2 == board.width || y2 == board.height;
        double longer = Math.max(wide, high) / (double) Math.min(wide, high);
        double filled = count / (double) (wide * high);
        boolean regular = Math.min(wide, high) >= SMALLEST_KEPT
                && (filled > 0.72 && longer < 1.45 || filled > 0.93);
        if (wide < SMALL && high < SMALL && !regular && !(cutByRim && filled > 0.7 && count > 60)) {
            byte other = material == Copper.COPPER ? Copper.BARE : Copper.COPPER;
            for (int i = 0; i < count; i++) {
                board.cells[found[i]] = other;
            }
        }
    }

    private int flood(int start, byte material) {
        int width = board.width;
        int end = 0;
        found[end++] = start;
        seen[start] = true;
        for (int next = 0; next < end; next++) {
            int i = found[next];
            int x = i % width;
            if (x > 0) {
                end = visit(i - 1, material, end);
            }
            if (x < width - 1) {
                end = visit(i + 1, material, end);
            }
            if (i >= width) {
                end = visit(i - width, material, end);
            }
            if (i < board.cells.length - width) {
                end = visit(i + width, material, end);
            }
        }
        return end;
    }

    private int visit(int i, byte material, int end) {
        if (seen[i] || board.cells[i] != material) {
            return end;
        }
        seen[i] = true;
        found[end] = i;
        return end + 1;
    }
}
