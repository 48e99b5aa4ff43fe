package dev.framelot.load.board;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Spoils a sound board with defects that stay clear of one another, and keeps their boxes. */
final class Defects {

    private static final int TRIES = 60;
    private static final int FEWEST_CELLS = 10;
    /** No defect changes a cell nearer to the board's rim, pixels. */
    private static final int RIM = 5;
    /** Boxes keep this far apart, pixels. */
    private static final float APART = 5;

    private final Copper board;
    private final Flaw flaw;
    private final List<Box> boxes = new ArrayList<>();

    private Defects(Copper board) {
        this.board = board;
        this.flaw = new Flaw(board);
    }

    static List<Box> spoil(Copper board, RandomGenerator random, int count) {
        if (count == 0) {
            return List.of();
        }
        Defects defects = new Defects(board);
        Defect[] kinds = Defect.values();
        int kind = random.nextInt(kinds.length);
        for (int i = 0; i < count; i++) {
            kind = random.nextInt(3) == 0 ? random.nextInt(kinds.length) : kind + 1;
            for (int other = 0; other < kinds.length; other++) {
                if (defects.add(kinds[(kind + other) % kinds.length], random)) {
                    break;
                }
            }
        }
        return defects.boxes;
    }

    private boolean add(Defect defect, RandomGenerator random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Blot blot = flaw.attempt(defect, random);
            if (blot != null && commit(defect, blot, random)) {
                return true;
            }
        }
        return false;
    }

    private boolean commit(Defect defect, Blot blot, RandomGenerator random) {
        byte material = defect.addsCopper() ? Copper.COPPER : Copper.BARE;
        int cells = 0;
        int x1 = Integer.MAX_VALUE;
        int y1 = Integer.MAX_VALUE;
        int x2 = -1;
        int y2 = -1;
        for (int i = 0; i < blot.side() * blot.side(); i++) {
            if (!blot.has(i)) {
                continue;
            }
            int x = blot.left() + i % blot.side();
            int y = blot.top() + i / blot.side();
            if (x < 0 || y < 0 || x >= board.width || y >= board.height || board.cells[y * board.width + x] == material) {
                continue;
            }
            cells++;
            x1 = Math.min(x1, x);
            y1 = Math.min(y1, y);
            x2 = Math.max(x2, x + 1);
            y2 = Math.max(y2, y + 1);
        }
        if (cells < FEWEST_CELLS || x1 < RIM || y1 < RIM || x2 > board.width - RIM || y2 > board.height - RIM) {
            return false;
        }
        Box box = box(defect, x1, y1, x2, y2, random);
        for (Box other : boxes) {
            if (box.near(other, APART)) {
                return false;
            }
        }
        paint(blot, material);
        boxes.add(box);
        return true;
    }

    /** The changed cells' hull, a margin of 9 to 10 pixels around it, no side under about 22 pixels. */
    private Box box(Defect defect, int x1, int y1, int x2, int y2, RandomGenerator random) {
        double marginX = Math.max(random.nextDouble(8.6, 10.2), (22 - (x2 - x1)) / 2.0);
        double marginY = Math.max(random.nextDouble(8.6, 10.2), (22 - (y2 - y1)) / 2.0);
        return new Box(
                defect.ordinal(),
                (float) Math.max(0, Math.rint(x1 - marginX)),
                (float) Math.max(0, Math.rint(y1 - marginY)),
                (float) Math.min(board.width, Math.rint(x2 + marginX)),
                (float) Math.min(board.height, Math.rint(y2 + marginY)));
    }

    private void paint(Blot blot, byte material) {
        for (int i = 0; i < blot.side() * blot.side(); i++) {
            int x = blot.left() + i % blot.side();
            int y = blot.top() + i / blot.side();
            if (blot.has(i) && x >= 0 && y >= 0 && x < board.width && y < board.height) {
                board.cells[y * board.width + x] = material;
            }
        }
    }
}
