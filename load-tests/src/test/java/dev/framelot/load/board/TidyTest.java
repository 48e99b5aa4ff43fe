package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TidyTest {

    private final Copper copper = new Copper(200, 200, 1, DesignRules.NONE);

    @Test
    void sweepsOutScrapsAndKeepsViasPadsAndDrills() {
        copper.disc(40, 40, 8, true);
        copper.slab(40, 100, 12, 6, 0, true);
        copper.slab(150, 100, 40, 60, 0, true);
        copper.drill(150, 70, 6);
        copper.stroke(List.of(new Point(60, 160), new Point(72, 166)), 4, true, true);
        copper.stroke(List.of(new Point(140, 130), new Point(152, 124)), 4, false, true);
        copper.finish();
        Tidy.scraps(copper);
        assertThat(copper.at(40, 40)).as("via").isTrue();
        assertThat(copper.at(40, 100)).as("pad").isTrue();
        assertThat(copper.at(150, 70)).as("drill").isFalse();
        assertThat(copper.at(66, 163)).as("lone scrap of copper").isFalse();
        assertThat(copper.at(146, 127)).as("ragged hole").isTrue();
    }

    @Test
    void aDrillStaysOpenUnderAPadDrawnLaterUnlessItsRimIsGone() {
        copper.slab(60, 60, 30, 30, 0, true);
        copper.drill(60, 60, 7);
        copper.slab(60, 60, 30, 30, 0, true);
        copper.slab(140, 60, 20, 20, 0, true);
        copper.drill(160, 60, 7);
        copper.slab(140, 60, 20, 20, 0, true);
        copper.drillAgain();
        copper.finish();
        assertThat(copper.at(60, 60)).isFalse();
        assertThat(copper.at(156, 60)).isTrue();
    }
}
