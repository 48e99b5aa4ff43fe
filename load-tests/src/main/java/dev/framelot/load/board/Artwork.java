package dev.framelot.load.board;

import java.util.random.RandomGenerator;

/** Lays out a sound board in one of a few styles. */
final class Artwork {

    private static final double REFERENCE_AREA = 640.0 * 640.0;

    private final RandomGenerator random;
    private final Copper copper;
    private final double scale;
    private final double density;
    private int signs;

    private Artwork(RandomGenerator random, int width, int height, double lookalikes) {
        this.random = random;
        this.scale = Math.exp(random.nextDouble(-0.35, 0.6));
        this.copper = new Copper(width, height, lookalikes, DesignRules.of(random, scale));
        this.density = width * (double) height / REFERENCE_AREA;
    }

    static Copper draw(RandomGenerator random, int width, int height, double lookalikes) {
        Artwork art = new Artwork(random, width, height, lookalikes);
        if (random.nextInt(5) < 2) {
            art.copper.stretchDiscs(Math.exp(random.nextDouble(-0.25, 0.25)));
        }
        switch (random.nextInt(8)) {
            case 0, 1 -> art.bus();
            case 2, 3 -> art.pour();
            case 4 -> art.chunky();
            case 5 -> art.surfaceMount();
            case 6 -> art.sparse();
            default -> art.mixed();
        }
        art.ties();
        art.copper.drillAgain();
        Tidy.scraps(art.copper);
        art.drawSigns();
        art.copper.finish();
        if (random.nextInt(3) == 0) {
            art.copper.skew(random.nextDouble(-0.012, 0.012), random.nextDouble(-0.012, 0.012));
        }
        return art.copper;
    }

    private void bus() {
        slabs(random.nextInt(3), 260);
        bundles(random.nextInt(3, 7), 11);
        padArrays(random.nextInt(1, 4));
        lones(random.nextInt(6));
        vias(random.nextInt(4, 14));
        signs(random.nextInt(3));
    }

    private void pour() {
        if (random.nextInt(3) == 0) {
            copper.slab(copper.width / 2.0, copper.height / 2.0, copper.width, copper.height, 0, true);
        } else {
            slabs(random.nextInt(3, 7), 620);
        }
        for (int i = times(random.nextInt(1, 5)); i > 0; i--) {
            Pours.channel(copper, random, scale);
        }
        for (int i = times(random.nextInt(5)); i > 0; i--) {
            Pours.island(copper, random, random.nextDouble(9, 30) * scale);
        }
        for (int i = times(random.nextInt(5)); i > 0; i--) {
            Pours.drill(copper, random, scale);
        }
        bundles(random.nextInt(4), 8);
        lones(random.nextInt(5));
        padArrays(random.nextInt(3));
        vias(random.nextInt(8));
        signs(random.nextInt(2));
    }

    private void chunky() {
        slabs(random.nextInt(3), 380);
        for (int i = times(random.nextInt(4, 12)); i > 0; i--) {
            double thickness = random.nextDouble(18, 60);
            Tracks.lone(copper, random, thickness, thickness * random.nextDouble(0.5, 0.95));
        }
        for (int i = times(random.nextInt(4)); i > 0; i--) {
            Pours.drill(copper, random, scale);
        }
        padArrays(random.nextInt(3));
        lones(random.nextInt(5));
        vias(random.nextInt(6));
    }

    private void surfaceMount() {
        padArrays(random.nextInt(3, 9));
        lones(random.nextInt(8, 22));
        bundles(random.nextInt(3), 6);
        vias(random.nextInt(10));
        signs(random.nextInt(3));
    }

    private void sparse() {
        slabs(random.nextInt(3), 420);
        lones(random.nextInt(2, 6));
        padArrays(random.nextInt(2));
        vias(random.nextInt(10));
        signs(random.nextInt(3));
    }

    private void mixed() {
        slabs(random.nextInt(1, 4), 300);
        for (int i = times(random.nextInt(3)); i > 0; i--) {
            Pours.drill(copper, random, scale);
        }
        bundles(random.nextInt(1, 5), 9);
        padArrays(random.nextInt(1, 5));
        lones(random.nextInt(4, 14));
        vias(random.nextInt(4, 14));
        signs(random.nextInt(3));
    }

    /** What most styles share: tracks between what is there already, steps in outlines, small vias. */
    private void ties() {
        for (int i = copper.oddly(random, 0.33) ? times(random.nextInt(1, 5)) : 0; i > 0; i--) {
            Pours.skyline(copper, random, scale);
        }
        for (int i = copper.oddly(random, 0.2) ? times(random.nextInt(1, 3)) : 0; i > 0; i--) {
            Pours.cusps(copper, random);
        }
        for (int i = copper.oddly(random, 0.33) ? times(random.nextInt(2, 9)) : 0; i > 0; i--) {
            Pours.slot(copper, random, scale);
        }
        for (int i = random.nextInt(4) == 0 ? times(random.nextInt(1, 4)) : 0; i > 0; i--) {
            Pads.array(copper, random, random.nextDouble(20, 60));
        }
        if (copper.oddly(random, 0.4)) {
            Pours.stitches(copper, random, times(random.nextInt(4, 40)));
        }
        if (copper.oddly(random, 0.6)) {
            Pours.mounts(copper, random, times(random.nextInt(4, 60)));
        }
        if (copper.oddly(random, 0.25)) {
            Pads.rings(copper, random, random.nextInt(2, 9));
        }
        int links = random.nextInt(4) == 0 ? 0 : times(random.nextInt(4, 26));
        double thickness = copper.rules.width(random.nextDouble(4, 14) * scale);
        for (int i = 0; i < links; i++) {
            double own = random.nextInt(3) > 0
                    ? thickness
                    : copper.rules.width(random.nextDouble(3.5, 18) * scale);
            if (random.nextInt(5) < 2) {
                Tracks.link(copper, random, own);
            } else {
                Tracks.route(copper, random, own);
                Tracks.route(copper, random, own);
            }
        }
        for (int i = random.nextInt(4) == 0 ? random.nextInt(1, 4) : 0; i > 0; i--) {
            Tracks.meander(copper, random, copper.rules.width(Math.min(10, thickness)));
        }
        if (copper.oddly(random, 0.2)) {
            Pads.keyholes(copper, random, times(random.nextInt(3, 14)));
        }
        if (copper.oddly(random, 0.2)) {
            Pads.stubs(copper, random, copper.rules.width(thickness), times(random.nextInt(3, 14)));
        }
        if (copper.oddly(random, 0.5)) {
            Pads.freckles(copper, random, times(random.nextInt(3, 32)));
        }
    }

    private int times(int count) {
        return (int) Math.round(count * density);
    }

    private void slabs(int count, double largest) {
        for (int i = times(count); i > 0; i--) {
            Pours.slab(copper, random, largest);
        }
    }

    private void bundles(int count, int most) {
        for (int i = times(count * 2); i > 0; i--) {
            double thickness = copper.rules.width(random.nextDouble(5, 13) * scale);
            double gap = thickness * random.nextDouble(0.7, 2.2) + 3;
            Tracks.bundle(copper, random, random.nextInt(2, most), thickness, gap);
        }
    }

    private void lones(int count) {
        for (int i = times(count * 2); i > 0; i--) {
            double thickness = copper.rules.width(random.nextDouble(4.5, 18) * scale);
            Tracks.lone(copper, random, thickness, thickness * random.nextDouble(0.7, 1.8) + 2);
        }
    }

    private void padArrays(int count) {
        for (int i = times(count * 2); i > 0; i--) {
            Pads.array(copper, random, random.nextDouble(8, 30) * scale);
        }
    }

    private void vias(int count) {
        for (int i = times(count); i > 0; i--) {
            Pads.via(copper, random, Math.max(6, random.nextDouble(6, 24) * scale));
        }
    }

    /** Asks for signs; they are drawn last, since to the broom a letter looks like a scrap. */
    private void signs(int count) {
        signs += times(count);
    }

    private void drawSigns() {
        for (int i = 0; i < signs; i++) {
            if (random.nextInt(3) > 0) {
                Markings.text(copper, random);
            } else {
                Markings.outline(copper, random);
            }
        }
    }
}
