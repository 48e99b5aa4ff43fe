package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CopperTest {

    private static final Point RING = new Point(100, 100);
    private static final double RADIUS = 40;
    private static final double HOLE = 30;

    @Test
    void aHoleThatStaysInsideItsRingLeavesNoMouth() {
        Copper copper = ring(0.7, RADIUS - HOLE - 4, 1);
        assertThat(copper.mouths()).isEmpty();
    }

    @Test
    void aHoleThatBreaksTheRimLeavesAMouthBetweenTwoLipsOfCopper() {
        for (double stretch : new double[] {0.8, 1, 1.25}) {
            for (double angle = 0; angle < 6.2; angle += 0.4) {
                Copper copper = ring(angle, RADIUS - HOLE + 4, stretch);
                assertThat(copper.mouths()).as("angle %.1f, stretch %.2f", angle, stretch).hasSize(1);
                Point[] mouth = copper.mouths().get(0);
                assertThat(at(copper, mouth[0])).isTrue();
                assertThat(at(copper, mouth[1])).isTrue();
                assertThat(at(copper, mouth[2])).isFalse();
            }
        }
    }

    @Test
    void shortsShutTheMouthsOfBrokenRings() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Copper copper = ring(2.5, RADIUS - HOLE + 4, 1);
        Flaw flaw = new Flaw(copper);
        Point[] mouth = copper.mouths().get(0);
        int shut = 0;
        for (int i = 0; i < 400; i++) {
            Blot blot = flaw.attempt(Defect.SHORT, random);
            if (blot != null && blot.has((int) Math.round(mouth[0].x()), (int) Math.round(mouth[0].y()))
                    && blot.has((int) Math.round(mouth[1].x()), (int) Math.round(mouth[1].y()))) {
                shut++;
            }
        }
        assertThat(shut).as("seed %d", seed).isGreaterThan(40);
    }

    /** One ring alone on a board of 200 pixels a side, bored {@code off} pixels off its middle. */
    private static Copper ring(double angle, double off, double stretch) {
        Copper copper = new Copper(200, 200, 1, DesignRules.NONE);
        copper.stretchDiscs(stretch);
        copper.disc(RING.x(), RING.y(), RADIUS, true);
        copper.bore(RING, RADIUS, HOLE, angle, off);
        copper.finish();
        return copper;
    }

    private static boolean at(Copper copper, Point p) {
        return copper.at((int) p.x(), (int) p.y());
    }
}
