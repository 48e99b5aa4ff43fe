package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.cost.StableBatch;
import org.junit.jupiter.api.Test;

class UsefulFramesTest {
    private static final BatchLimits LIMITS = new BatchLimits(Shapes.powersOfTwoUpTo(32), 1 << 30, 0, 200, 2);
    private static final StableBatch ONE_IS_ENOUGH = new StableBatch(1, false, 0.2);

    @Test
    void aQuietQueueNeedsTwoStableBatchesALane() {
        assertThat(UsefulFrames.of(ONE_IS_ENOUGH, LIMITS, 0, 0, 0)).isEqualTo(4);
        assertThat(UsefulFrames.of(new StableBatch(8, false, 0.6), LIMITS, 0, 0, 0)).isEqualTo(32);
    }

    @Test
    void whatRunsAndWhatArrivesMeanwhileComesOnTop() {
        assertThat(UsefulFrames.of(ONE_IS_ENOUGH, LIMITS, 0, 16, 400e-9)).isEqualTo(4 + 16 + 100);
    }

    /** Else a mark would hold back the very arrivals that should raise it. */
    @Test
    void theMarkIsAlwaysAheadOfWhatWaits() {
        int waiting = 0;
        int steps = 0;
        while (UsefulFrames.of(ONE_IS_ENOUGH, LIMITS, waiting, 0, 0) != UsefulFrames.NO_MARK) {
            int mark = UsefulFrames.of(ONE_IS_ENOUGH, LIMITS, waiting, 0, 0);
            assertThat(mark).isGreaterThan(waiting);
            waiting = mark;
            steps++;
        }
        assertThat(steps).isLessThanOrEqualTo(4);
    }

    @Test
    void inOverloadOnlyTheSettingsLimitIntake() {
        assertThat(UsefulFrames.of(new StableBatch(32, true, 1.4), LIMITS, 0, 0, 0)).isEqualTo(UsefulFrames.NO_MARK);
    }
}
