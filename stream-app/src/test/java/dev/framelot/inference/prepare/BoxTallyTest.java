package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.Detection;
import dev.framelot.image.Letterbox;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxTallyTest {
    private static final Letterbox SAME = new Letterbox(64, 64, 1, 1, 0, 0);

    @Test
    void aBoxThatOnlyOneSideHasBreaksTheProof() {
        assertThat(tally(3, List.of(box(0, 0.9f), box(1, 0.5f)), List.of(box(0, 0.9f))).holds()).isFalse();
        assertThat(tally(3, List.of(box(0, 0.9f)), List.of(box(0, 0.9f), box(1, 0.5f))).holds()).isFalse();
    }

    @Test
    void atTheThresholdABoxMayPassOnOneSideOnly() {
        assertThat(tally(3, List.of(box(0, 0.9f), box(1, 0.255f)), List.of(box(0, 0.9f))).holds()).isTrue();
    }

    /** Of a classifier's classes the fifth and the sixth may be alike. */
    @Test
    void atTheEndOfAFullListAnotherMayStand() {
        assertThat(tally(2, List.of(box(0, 0.9f), box(1, 0.4f)), List.of(box(0, 0.9f), box(2, 0.4005f))).holds()).isTrue();
        assertThat(tally(2, List.of(box(0, 0.9f), box(1, 0.6f)), List.of(box(0, 0.9f), box(2, 0.4f))).holds()).isFalse();
        assertThat(tally(3, List.of(box(0, 0.9f), box(1, 0.4f)), List.of(box(0, 0.9f), box(2, 0.4f))).holds()).as("not full").isFalse();
    }

    private static BoxTally tally(int most, List<Detection> ours, List<Detection> theirs) {
        BoxTally tally = new BoxTally("frames", 0.25f, most, Tolerance.FLOAT32);
        tally.add(ours, theirs, SAME);
        return tally;
    }

    private static Detection box(int classId, float confidence) {
        return new Detection(1, 2, 30, 40, classId, "class " + classId, confidence);
    }
}
