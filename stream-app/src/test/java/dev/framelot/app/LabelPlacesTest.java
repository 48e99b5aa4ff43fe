package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import org.junit.jupiter.api.Test;

class LabelPlacesTest {
    private final LabelPlaces places = new LabelPlaces();

    @Test
    void aLabelStandsAboveItsBoxAndWithinThePicture() {
        assertThat(places.next(30, 50, 90, 40)).isEqualTo(new Rectangle(30, 34, 40, 16));
        assertThat(places.next(200, 5, 90, 40)).as("no room above").isEqualTo(new Rectangle(200, 0, 40, 16));
    }

    @Test
    void labelsOfAClassifierStandBelowEachOther() {
        for (int i = 0; i < 5; i++) {
            assertThat(places.next(0, 0, 100, 60 + i).y).isEqualTo(16 * i);
        }
    }

    @Test
    void aLabelDoesNotLeaveItsBox() {
        places.next(10, 40, 60, 50);
        assertThat(places.next(20, 40, 56, 50).y).as("the second still ends within").isEqualTo(40);
        assertThat(places.next(20, 40, 60, 50).y).as("the third would end at 72").isEqualTo(24);
    }
}
