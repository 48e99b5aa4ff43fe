package dev.framelot.load.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    @Test
    void iouOfHalfOverlappingSquares() {
        assertThat(box(0, 0, 10, 10, "a").iou(box(5, 0, 15, 10, "a"))).isEqualTo(50.0 / 150, within(1e-9));
        assertThat(box(0, 0, 10, 10, "a").iou(box(10, 0, 20, 10, "a"))).isZero();
        assertThat(box(3, 3, 3, 3, "a").iou(box(3, 3, 3, 3, "a"))).isZero();
    }

    @Test
    void anIouOfExactlyHalfMatches() {
        Accuracy half = Accuracy.ofFrame(List.of(box(0, 0, 10, 5, "a")), List.of(box(0, 0, 10, 10, "a")));
        assertThat(half.matched()).isEqualTo(1);
        Accuracy less = Accuracy.ofFrame(List.of(box(0, 0, 10, 4.9, "a")), List.of(box(0, 0, 10, 10, "a")));
        assertThat(less.matched()).isZero();
    }

    @Test
    void theClassMustAgree() {
        assertThat(Accuracy.ofFrame(List.of(box(0, 0, 9, 9, "short")), List.of(box(0, 0, 9, 9, "open"))).matched()).isZero();
    }

    @Test
    void oneTruthIsFoundOnlyOnceAndByTheMoreConfident() {
        Box poor = new Box(0, 0, 10, 10, "a", 0.4);
        Box sure = new Box(0, 0, 10, 9, "a", 0.9);
        Accuracy accuracy = Accuracy.ofFrame(List.of(poor, sure), List.of(box(0, 0, 10, 10, "a")));
        assertThat(accuracy).isEqualTo(new Accuracy(1, 2, 1));
        assertThat(accuracy.precision()).isEqualTo(0.5);
        assertThat(accuracy.recall()).isEqualTo(1.0);
    }

    @Test
    void addsUpOverFramesAndKnowsWhenItKnowsNothing() {
        Accuracy sum = new Accuracy(1, 2, 4).plus(new Accuracy(2, 2, 2));
        assertThat(sum).isEqualTo(new Accuracy(3, 4, 6));
        assertThat(Accuracy.NONE.precision()).isNaN();
        assertThat(Accuracy.ofFrame(List.of(), List.of(box(0, 0, 1, 1, "a"))).recall()).isZero();
    }

    private static Box box(double x1, double y1, double x2, double y2, String label) {
        return Box.truth(x1, y1, x2, y2, label);
    }
}
