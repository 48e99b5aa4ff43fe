package dev.framelot.load.board;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A raster of copper (0) on bare laminate (255), and the pen that draws on it. Sizes in pixels. */
final class Copper {

    static final byte COPPER = 0;
    static final byte BARE = (byte) 255;

    /** How often artwork that resembles a flaw is drawn, 0..1. */
    final double lookalikes;
    final DesignRules rules;
    final int width;
    final int height;
    /** Row after row, {@link #COPPER} or {@link #BARE}. */
    final byte[] cells;

    private final Graphics2D pen;
    private double stretch = 1;
    private final List<Point> anchors = new ArrayList<>();
    private final List<double[]> drills = new ArrayList<>();
    private final List<Point[]> mouths = new ArrayList<>();

    /** No stroke is thinner, pixels: a finer one would break up in the scan. */
    private static final double FINEST = 4;
    /** A broken ring counts as whole where its rim is this thick, pixels. */
    private static final double LIP = 3;

    Copper(int width, int height, double lookalikes, DesignRules rules) {
        this.lookalikes = lookalikes;
        this.rules = rules;
        this.width = width;
        this.height = height;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        cells = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        Arrays.fill(cells, BARE);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** True in the share {@code most} of cases, or in fewer where look-alikes of flaws are to be rare. */
    boolean oddly(RandomGenerator random, double most) {
        return random.nextDouble() < most * lookalikes;
    }

    /** True on copper; outside the raster there is none. */
    boolean at(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height && cells[y * width + x] == COPPER;
    }

    /** Whether the rectangle, cut to the raster, holds no copper on a grid of two pixels. */
    boolean bare(double left, double top, double right, double bottom) {
        int x1 = Math.min(width - 1, (int) right);
        int y1 = Math.min(height - 1, (int) bottom);
        for (int y = Math.max(0, (int) top); y <= y1; y += 2) {
            for (int x = Math.max(0, (int) left); x <= x1; x += 2) {
                if (cells[y * width + x] == COPPER) {
                    return false;
                }
            }
        }
        return true;
    }

    void fill(Shape shape, boolean copper) {
        pen.setColor(copper ? Color.BLACK : Color.WHITE);
        pen.fill(shape);
    }

    void stroke(List<Point> way, double thickness, boolean copper, boolean roundEnds) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(way.get(0).x(), way.get(0).y());
        for (Point p : way.subList(1, way.size())) {
            path.lineTo(p.x(), p.y());
        }
        pen.setStroke(new BasicStroke(
                (float) Math.max(FINEST, thickness),
                roundEnds ? BasicStroke.CAP_ROUND : BasicStroke.CAP_BUTT,
                roundEnds ? BasicStroke.JOIN_ROUND : BasicStroke.JOIN_MITER));
        pen.setColor(copper ? Color.BLACK : Color.WHITE);
        pen.draw(path);
    }

    void disc(double x, double y, double radius, boolean copper) {
        anchor(x, y, copper);
        double half = radius / stretch;
        double tall = radius * stretch;
        fill(new Ellipse2D.Double(x - half, y - tall, 2 * half, 2 * tall), copper);
    }

    /** A round hole of the board's drill table that stays open, whatever is drawn over it later. */
    void drill(double x, double y, double radius) {
        double size = rules.drill(radius);
        disc(x, y, size, false);
        drills.add(new double[] {x, y, size});
    }

    /**
     * A hole whose middle lies {@code off} pixels from a ring's towards {@code angle}, radians. Where it
     * breaks through the rim, the mouth it leaves is kept; its lips are where the rim is {@link #LIP} pixels thick.
     */
    void bore(Point ring, double radius, double hole, double angle, double off) {
        Point middle = ring.towards(angle, off);
        disc(middle.x(), middle.y(), hole, false);
        // Both discs are circles where x is measured in units of 1 / stretch and y in units of stretch.
        double dx = (middle.x() - ring.x()) * stretch;
        double dy = (middle.y() - ring.y()) / stretch;
        double apart = Math.hypot(dx, dy);
        if (apart + hole <= radius || apart + radius <= hole) {
            return;
        }
        double towards = Math.atan2(dy, dx);
        double turn = 0;
        double inner = apart + hole;
        while (radius - inner < LIP && turn < Math.PI) {
            turn += 0.02;
            double sideways = apart * Math.sin(turn);
            inner = hole <= Math.abs(sideways)
                    ? 0
                    : apart * Math.cos(turn) + Math.sqrt(hole * hole - sideways * sideways);
        }
        double amid = (radius + inner) / 2;
        mouths.add(new Point[] {
            onOval(ring, amid, towards + turn), onOval(ring, amid, towards - turn), onOval(ring, radius - LIP / 2, towards)
        });
    }

    private Point onOval(Point middle, double radius, double angle) {
        return middle.plus(radius * Math.cos(angle) / stretch, radius * Math.sin(angle) * stretch);
    }

    /** Where holes broke through the rims of their rings: two lips, and the rim's middle between them. */
    List<Point[]> mouths() {
        return mouths;
    }

    /** Opens the holes again that still have copper all around. */
    void drillAgain() {
        for (double[] hole : drills) {
            int on = 0;
            for (int i = 0; i < 16; i++) {
                Point p = new Point(hole[0], hole[1]).towards(i * Math.PI / 8, hole[2] + 3);
                on += at((int) p.x(), (int) p.y()) ? 1 : 0;
            }
            if (on > 13) {
                disc(hole[0], hole[1], hole[2], false);
            }
        }
    }

    private void anchor(double x, double y, boolean copper) {
        if (copper && x >= 0 && y >= 0 && x < width && y < height) {
            anchors.add(new Point(x, y));
        }
    }

    /** The middles of all discs and slabs drawn so far, where tracks like to begin and end. */
    List<Point> anchors() {
        return anchors;
    }

    /** Makes every disc drawn from now on an oval, as a scanner with unlike scales does; 1 for round. */
    void stretchDiscs(double by) {
        stretch = Math.sqrt(by);
    }

    void slab(double x, double y, double halfWidth, double halfHeight, double corner, boolean copper) {
        anchor(x, y, copper);
        if (corner > 0) {
            fill(new RoundRectangle2D.Double(
                    x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight, 2 * corner, 2 * corner), copper);
        } else {
            fill(new Rectangle2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight), copper);
        }
    }

    /**
     * Slides rows and columns by whole pixels, so that straight edges climb in steps as on a board that
     * lies a little askew under the scanner.
     *
     * @param slopeX pixels a row is slid for each row further down
     * @param slopeY pixels a column is slid for each column further right
     */
    void skew(double slopeX, double slopeY) {
        byte[] row = new byte[width];
        for (int y = 0; y < height; y++) {
            int by = (int) Math.rint((y - height / 2.0) * slopeX);
            System.arraycopy(cells, y * width, row, 0, width);
            for (int x = 0; x < width && by != 0; x++) {
                cells[y * width + x] = row[Math.max(0, Math.min(width - 1, x - by))];
            }
        }
        byte[] column = new byte[height];
        for (int x = 0; x < width; x++) {
            int by = (int) Math.rint((x - width / 2.0) * slopeY);
            if (by == 0) {
                continue;
            }
            for (int y = 0; y < height; y++) {
                column[y] = cells[y * width + x];
            }
            for (int y = 0; y < height; y++) {
                cells[y * width + x] = column[Math.max(0, Math.min(height - 1, y - by))];
            }
        }
    }

    /** Frees the pen; the cells stay. */
    void finish() {
        pen.dispose();
    }
}
