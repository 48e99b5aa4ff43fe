package dev.framelot.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CameraClocksTest {
    private static final long NOW = 1_700_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final long BUDGET = 100_000;
    private final CameraClocks clocks = new CameraClocks();

    private long age(long captured, long appended, long now) {
        return clocks.age("camera", captured, appended, BUDGET, now);
    }

    @Test
    void countsFromTheCapture() {
        assertThat(age(NOW - 30_000, NOW - 10_000, NOW)).isEqualTo(30_000);
    }

    @Test
    void countsFromTheAppendWhereTheCaptureIsAbsentInTheFutureOrOfAnotherTimeZone() {
        assertThat(age(0, NOW - 10_000, NOW)).isEqualTo(10_000);
        assertThat(age(NOW + 5 * SECOND, NOW - 10_000, NOW)).isEqualTo(10_000);
        assertThat(age(NOW - 3_600 * SECOND, NOW - 10_000, NOW)).isEqualTo(10_000);
    }

    @Test
    void countsFromNowWhereNothingIsKnown() {
        assertThat(age(0, 0, NOW)).isZero();
        assertThat(age(0, NOW + 3_600 * SECOND, NOW)).isZero();
    }

    @Test
    void aClockThatStandsStillIsNotUsed() {
        age(NOW - 50_000, NOW - 10_000, NOW);
        assertThat(age(NOW - 50_000, NOW + 5 * SECOND - 10_000, NOW + 5 * SECOND)).isEqualTo(10_000);
    }

    /** Both times of a producer are an hour behind: its frames are late for a few seconds, not for ever. */
    @Test
    void aProducerWhoseClockIsWrongCannotHaveAllItsFramesLeftOut() {
        long behind = 3_600 * SECOND;
        long lateFrames = 0;
        for (int i = 0; i < 300; i++) {
            long now = NOW + i * SECOND / 10;
            lateFrames += age(now - behind - 20_000, now - behind, now) > BUDGET ? 1 : 0;
        }
        assertThat(lateFrames).as("of 300 in 30 s").isLessThanOrEqualTo(CameraClocks.SUSPECT_SECONDS * 10 + 2);
    }

    /** Frames of a true backlog come faster than they were taken: their age falls, and they stay late until it is gone. */
    @Test
    void aTrueBacklogStaysLate() {
        for (int i = 0; i < 1_000; i++) {
            long captured = NOW - 600 * SECOND + i * SECOND / 2;
            long now = NOW + i * SECOND / 100;
            assertThat(age(captured, captured + 5_000, now)).as("frame %d", i).isGreaterThan(BUDGET);
        }
    }

    @Test
    void forgetsCamerasBeyondItsLimit() {
        for (int i = 0; i < CameraClocks.MOST_CAMERAS + 100; i++) {
            clocks.age("camera-" + i, NOW - 50_000, NOW, BUDGET, NOW);
        }
        assertThat(clocks.age("camera-0", NOW - 50_000, NOW, BUDGET, NOW)).as("its repeated capture is new again").isEqualTo(50_000);
    }
}
