package dev.framelot.load.board;

import java.util.random.RandomGenerator;

/** What the process and the camera do to clean artwork: ragged edges, then light, blur and noise. */
final class Finish {

    private Finish() {}

    /** Makes the copper's edges ragged in place; {@code roughness} 0..1. */
    static void roughen(Copper board, RandomGenerator random, double roughness) {
        int offset = NoiseTile.offset(random);
        if (roughness <= 0) {
            return;
        }
        int width = board.width;
        int radius = random.nextInt(10) < 7 ? 1 : 2;
        byte[] soft = blurred(board.cells, width, board.height, radius);
        boolean fine = random.nextInt(3) == 0;
        NoiseTile tile = fine ? NoiseTile.fine() : NoiseTile.coarse();
        float strength = (float) (roughness * (fine ? 35 : 70) / radius);
        // A threshold that is off, and drifts over the board, thickens or thins copper and makes dashes
        // of an edge that lies right at it.
        double slopeX = random.nextDouble(-45, 45) / radius / width;
        double slopeY = random.nextDouble(-45, 45) / radius / board.height;
        double middle = 128 + random.nextDouble(-35, 35) / radius - (slopeX * width + slopeY * board.height) / 2;
        for (int y = 0; y < board.height; y++) {
            for (int x = 0, i = y * width; x < width; x++, i++) {
                int level = soft[i] & 0xff;
                if (level != 0 && level != 255) {
                    double threshold = middle + slopeX * x + slopeY * y;
                    board.cells[i] = level + strength * tile.at(x, y, offset) < threshold ? Copper.COPPER : Copper.BARE;
                }
            }
        }
    }

    /** Some specks of one to three pixels that are no defect, as thresholding leaves them. */
    static void speck(Copper board, RandomGenerator random) {
        int specks = board.oddly(random, 0.17) ? random.nextInt(1, 6) : 0;
        for (int i = 0; i < specks; i++) {
            int x = random.nextInt(4, board.width - 4);
            int y = random.nextInt(4, board.height - 4);
            byte other = board.at(x, y) ? Copper.BARE : Copper.COPPER;
            int wide = random.nextInt(1, 4);
            int high = random.nextInt(1, 5 - wide);
            for (int dy = 0; dy < high; dy++) {
                for (int dx = 0; dx < wide; dx++) {
                    board.cells[(y + dy) * board.width + x + dx] = other;
                }
            }
        }
    }

    /** The picture that a camera takes of the board. */
    static byte[] photograph(Copper board, RandomGenerator random, BoardOptions options) {
        double copper = random.nextDouble(25, 85);
        double bare = random.nextDouble(165, 235);
        double direction = random.nextDouble(2 * Math.PI);
        int offset = NoiseTile.offset(random);
        if (options.binary()) {
            return board.cells.clone();
        }
        int width = board.width;
        int height = board.height;
        int radius = (int) Math.ceil(options.blur());
        byte[] soft = radius > 0 ? blurred(board.cells, width, height, radius) : board.cells;
        double sharp = radius > 0 ? 1 - options.blur() / radius : 1;
        NoiseTile tile = NoiseTile.fine();
        double slopeX = options.lighting() * Math.cos(direction) / width;
        double slopeY = options.lighting() * Math.sin(direction) / height;
        double middle = 1 - (slopeX * width + slopeY * height) / 2;
        byte[] grey = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0, i = y * width; x < width; x++, i++) {
                double level = (soft[i] & 0xff) * (1 - sharp) + (board.cells[i] & 0xff) * sharp;
                double light = middle + slopeX * x + slopeY * y;
                double value = (copper + (bare - copper) * level / 255) * light + options.noise() * tile.at(x, y, offset);
                grey[i] = (byte) Math.max(0, Math.min(255, (int) Math.round(value)));
            }
        }
        return grey;
    }

    /** A box blur run twice, {@code radius} in pixels; cells at the rim repeat. */
    private static byte[] blurred(byte[] cells, int width, int height, int radius) {
        byte[] once = rows(cells, width, height, radius);
        byte[] twice = columns(once, width, height, radius);
        return columns(rows(twice, width, height, radius), width, height, radius);
    }

    private static byte[] rows(byte[] from, int width, int height, int radius) {
        byte[] to = new byte[from.length];
        int span = 2 * radius + 1;
        for (int y = 0; y < height; y++) {
            int row = y * width;
            int sum = (from[row] & 0xff) * radius;
            for (int x = 0; x < radius; x++) {
                sum += from[row + x] & 0xff;
            }
            for (int x = 0; x < width; x++) {
                sum += from[row + Math.min(width - 1, x + radius)] & 0xff;
                to[row + x] = (byte) (sum / span);
                sum -= from[row + Math.max(0, x - radius)] & 0xff;
            }
        }
        return to;
    }

    private static byte[] columns(byte[] from, int width, int height, int radius) {
        byte[] to = new byte[from.length];
        int span = 2 * radius + 1;
        int[] sums = new int[width];
        for (int x = 0; x < width; x++) {
            sums[x] = (from[x] & 0xff) * radius;
        }
        for (int y = 0; y < radius; y++) {
            for (int x = 0; x < width; x++) {
                sums[x] += from[y * width + x] & 0xff;
            }
        }
        for (int y = 0; y < height; y++) {
            int ahead = Math.min(height - 1, y + radius) * width;
            int behind = Math.max(0, y - radius) * width;
            for (int x = 0; x < width; x++) {
                sums[x] += from[ahead + x] & 0xff;
                to[y * width + x] = (byte) (sums[x] / span);
                sums[x] -= from[behind + x] & 0xff;
            }
        }
        return to;
    }
}
