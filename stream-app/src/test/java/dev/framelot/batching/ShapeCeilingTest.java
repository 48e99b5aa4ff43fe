package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShapeCeilingTest {
    private static final long SECOND = 1_000_000_000L;

    private final ShapeCeiling ceiling = new ShapeCeiling(Shapes.powersOfTwoUpTo(16));

    @Test
    void aShapeWithoutRoomIsHalved() {
        assertThat(ceiling.shape(0)).isEqualTo(16);
        ceiling.foundNoRoom(16, 0);
        assertThat(ceiling.shape(0)).isEqualTo(8);
        ceiling.foundNoRoom(4, 0);
        assertThat(ceiling.shape(0)).isEqualTo(2);
    }

    @Test
    void opensOneShapeAfterTheOther() {
        ceiling.foundNoRoom(8, 0);
        assertThat(ceiling.shape(9 * SECOND)).isEqualTo(4);
        assertThat(ceiling.shape(10 * SECOND)).isEqualTo(8);
        assertThat(ceiling.shape(100 * SECOND)).as("8 has not run yet").isEqualTo(8);
        ceiling.ran(8, 100 * SECOND);
        assertThat(ceiling.shape(110 * SECOND)).isEqualTo(16);
        ceiling.ran(16, 111 * SECOND);
        assertThat(ceiling.shape(112 * SECOND)).isEqualTo(16);
    }

    @Test
    void aTrialThatFailsWaitsTwiceAsLongUpToTenMinutes() {
        ceiling.foundNoRoom(16, 0);
        long now = 0;
        long waited = 10 * SECOND;
        for (int i = 0; i < 10; i++) {
            assertThat(ceiling.shape(now + waited - 1)).isEqualTo(8);
            assertThat(ceiling.shape(now + waited)).isEqualTo(16);
            now += waited;
            ceiling.foundNoRoom(16, now);
            waited = Math.min(600 * SECOND, 2 * waited);
        }
    }

    @Test
    void aSmallerShapeThatRunsSaysNothingAboutTheOneOnTrial() {
        ceiling.foundNoRoom(16, 0);
        assertThat(ceiling.shape(10 * SECOND)).isEqualTo(16);
        ceiling.ran(4, 11 * SECOND);
        ceiling.foundNoRoom(16, 12 * SECOND);
        assertThat(ceiling.shape(22 * SECOND)).as("twice as long now").isEqualTo(8);
        assertThat(ceiling.shape(32 * SECOND)).isEqualTo(16);
    }

    @Test
    void reopenedForAnotherModelItRemembersNothing() {
        ceiling.foundNoRoom(16, 0);
        assertThat(ceiling.shape(10 * SECOND)).as("on trial").isEqualTo(16);
        ceiling.foundNoRoom(2, 11 * SECOND);
        ceiling.reopen();
        assertThat(ceiling.shape(11 * SECOND)).isEqualTo(16);
        ceiling.foundNoRoom(16, 12 * SECOND);
        assertThat(ceiling.shape(22 * SECOND)).as("the first wait again").isEqualTo(16);
    }

    @Test
    void theSmallestStaysOpen() {
        ceiling.foundNoRoom(1, 0);
        assertThat(ceiling.shape(0)).isEqualTo(1);
    }
}
