package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are those of the published letterboxes, computed by Python. */
class FitTest {
    @ParameterizedTest
    @CsvSource({
        "810, 1080, 640, 640, 480, 640, 80, 0",
        "768, 576, 640, 640, 640, 480, 0, 80",
        "1280, 5, 640, 640, 640, 2, 0, 319",
        "1280, 7, 640, 640, 640, 4, 0, 318",
        "500, 333, 640, 640, 640, 426, 0, 107",
        "333, 500, 640, 640, 426, 640, 107, 0",
        "641, 479, 640, 640, 640, 478, 0, 81",
        "64, 64, 640, 640, 640, 640, 0, 0",
        "1920, 1080, 640, 480, 640, 360, 0, 60",
        "427, 640, 320, 320, 214, 320, 53, 0",
    })
    void aLetterboxRoundsHalvesToEvenAndPutsTheSmallerHalfOfAnOddRestFirst(
            int sourceWidth, int sourceHeight, int planeWidth, int planeHeight, int width, int height, int left, int top) {
        Fit fit = Fit.of(sourceWidth, sourceHeight, plane(planeWidth, planeHeight, Placement.LETTERBOX));

        assertThat(new int[] {fit.width(), fit.height(), fit.left(), fit.top()}).containsExactly(width, height, left, top);
    }

    @ParameterizedTest
    @CsvSource({
        "810, 1080, 312, 416", "1920, 1080, 416, 234", "500, 333, 416, 277", "427, 640, 277, 416", "1283, 717, 416, 232", "23, 23, 415, 415",
    })
    void inTheCornerSizesAreCut(int sourceWidth, int sourceHeight, int width, int height) {
        Fit fit = Fit.of(sourceWidth, sourceHeight, plane(416, 416, Placement.LETTERBOX_TOP_LEFT));

        assertThat(new int[] {fit.width(), fit.height(), fit.left(), fit.top()}).containsExactly(width, height, 0, 0);
    }

    @Test
    void boxesReturnByTheScaleThatWasAskedForNotByTheRoundedSizes() {
        Letterbox corner = Fit.of(23, 23, plane(416, 416, Placement.LETTERBOX_TOP_LEFT)).letterbox(23, 23);
        assertThat(corner.sourceX(416)).isEqualTo(23);

        Letterbox flat = Fit.of(1280, 7, plane(640, 640, Placement.LETTERBOX)).letterbox(1280, 7);
        assertThat(flat.sourceY(318 + 3)).as("of four rows, where 3.5 hold the image").isEqualTo(6);
    }

    @Test
    void stretchedImagesReturnByTheScaleOfEachAxis() {
        Fit fit = Fit.of(100, 50, plane(640, 480, Placement.STRETCH));
        Letterbox letterbox = fit.letterbox(100, 50);

        assertThat(new int[] {fit.width(), fit.height(), fit.left(), fit.top()}).containsExactly(640, 480, 0, 0);
        assertThat(letterbox.sourceX(320)).isCloseTo(50, within(1e-4f));
        assertThat(letterbox.sourceY(240)).isCloseTo(25, within(1e-4f));
    }

    @Test
    void exactPixelsAreNotShrunkWhileDecoding() {
        InputGeometry fast = new InputGeometry(64, 64, 114, false);
        InputGeometry exact = new InputGeometry(64, 64, 114, false, Placement.LETTERBOX, true);

        assertThat(Fit.of(640, 480, fast).reduction(640, 480)).isEqualTo(8);
        assertThat(Fit.of(640, 480, exact).reduction(640, 480)).isEqualTo(1);
    }

    private static InputGeometry plane(int width, int height, Placement placement) {
        return new InputGeometry(width, height, 114, false, placement, false);
    }
}
