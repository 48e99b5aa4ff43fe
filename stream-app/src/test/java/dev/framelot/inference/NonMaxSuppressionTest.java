package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NonMaxSuppressionTest {
    private final NonMaxSuppression boxes = new NonMaxSuppression(8, 0.5f);

    @Test
    void nothingGivesNothing() {
        assertThat(boxes.suppress(3)).isZero();
        assertThat(boxes.truncated()).isFalse();
    }

    @Test
    void theLessConfidentOfTwoOverlappingGoes() {
        boxes.add(0, 0, 10, 10, 0.6f, 1);
        boxes.add(1, 0, 11, 10, 0.9f, 1);

        assertThat(boxes.suppress(3)).isEqualTo(1);
        assertThat(boxes.confidence(0)).isEqualTo(0.9f);
        assertThat(boxes.x1(0)).isEqualTo(1);
    }

    @Test
    void classesDoNotSuppressEachOther() {
        boxes.add(0, 0, 10, 10, 0.9f, 1);
        boxes.add(0, 0, 10, 10, 0.8f, 2);

        assertThat(boxes.suppress(3)).isEqualTo(2);
        assertThat(boxes.classId(0)).isEqualTo(1);
        assertThat(boxes.classId(1)).isEqualTo(2);
    }

    @Test
    void exactlyTheLimitStaysAndMoreGoes() {
        boxes.add(0, 0, 8, 10, 0.9f, 1);
        boxes.add(0, 0, 4, 10, 0.8f, 1);
        assertThat(boxes.suppress(3)).as("40 of 80 is the limit").isEqualTo(2);

        boxes.clear();
        boxes.add(0, 0, 8, 10, 0.9f, 1);
        boxes.add(0, 0, 5, 10, 0.8f, 1);
        assertThat(boxes.suppress(3)).as("50 of 80").isEqualTo(1);
    }

    @Test
    void ofEquallyConfidentTheFirstAddedStays() {
        boxes.add(0, 0, 10, 10, 0.5f, 1);
        boxes.add(1, 0, 11, 10, 0.5f, 1);

        assertThat(boxes.suppress(3)).isEqualTo(1);
        assertThat(boxes.x1(0)).isZero();
    }

    @Test
    void equallyConfidentApartKeepTheirOrder() {
        boxes.add(0, 0, 1, 1, 0.5f, 1);
        boxes.add(5, 0, 6, 1, 0.7f, 1);
        boxes.add(9, 0, 10, 1, 0.5f, 1);

        assertThat(boxes.suppress(3)).isEqualTo(3);
        assertThat(new float[] {boxes.x1(0), boxes.x1(1), boxes.x1(2)}).containsExactly(5, 0, 9);
    }

    @Test
    void aSuppressedBoxSuppressesNothing() {
        boxes.add(0, 0, 10, 10, 0.9f, 1);
        boxes.add(3, 0, 13, 10, 0.8f, 1);
        boxes.add(6, 0, 16, 10, 0.7f, 1);

        assertThat(boxes.suppress(3)).isEqualTo(2);
        assertThat(boxes.x1(1)).isEqualTo(6);
    }

    @Test
    void isTruncatedOnlyIfOneMoreWouldHaveStayed() {
        boxes.add(0, 0, 10, 10, 0.9f, 1);
        boxes.add(20, 0, 30, 10, 0.8f, 1);
        boxes.add(0, 0, 10, 10, 0.7f, 1);
        assertThat(boxes.suppress(2)).isEqualTo(2);
        assertThat(boxes.truncated()).as("the third is suppressed").isFalse();

        boxes.clear();
        boxes.add(0, 0, 10, 10, 0.9f, 1);
        boxes.add(20, 0, 30, 10, 0.8f, 1);
        boxes.add(40, 0, 50, 10, 0.7f, 1);
        assertThat(boxes.suppress(2)).isEqualTo(2);
        assertThat(boxes.truncated()).isTrue();
    }

    @Test
    void emptyBoxesOverlapNothing() {
        boxes.add(5, 5, 5, 5, 0.9f, 1);
        boxes.add(5, 5, 5, 5, 0.8f, 1);

        assertThat(boxes.suppress(3)).isEqualTo(2);
    }

    @Test
    void toldToHoldToOneLabelTheSameBoxStaysOnce() {
        NonMaxSuppression once = new NonMaxSuppression(8, 1, true);
        once.add(0, 0, 10, 10, 0.5f, 1);
        once.add(0, 0, 10, 10, 0.6f, 2);
        once.add(0, 0, 10, 10, 0.6f, 2);
        once.add(0, 0, 10, 9, 0.4f, 2);

        assertThat(once.suppress(8)).isEqualTo(2);
        assertThat(once.classId(0)).isEqualTo(2);
        assertThat(once.y2(1)).isEqualTo(9);
    }

    @Test
    void aLimitOfOneSuppressesNothing() {
        NonMaxSuppression all = new NonMaxSuppression(8, 1);
        all.add(0, 0, 10, 10, 0.5f, 1);
        all.add(0, 0, 10, 10, 0.6f, 1);

        assertThat(all.suppress(8)).isEqualTo(2);
    }
}
