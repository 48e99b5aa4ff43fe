package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeviceShareTest {
    private static final long MS = 1_000_000;
    private final DeviceTurns device = new DeviceTurns(1);
    private final DeviceShare one = device.join(1);
    private final DeviceShare two = device.join(1);

    @Test
    void aRunOfAnotherIsWaitedForLikeOnesOwn() {
        one.began(7, 4, 10 * MS, 0);
        assertThat(two.startsInNanos(4 * MS)).isEqualTo(6 * MS);
        assertThat(two.batches()).isZero();
        assertThat(one.places()).isEqualTo(4);
        assertThat(one.ended(7, 9 * MS, 9 * MS)).isEqualTo(9 * MS);
        assertThat(two.startsInNanos(9 * MS)).isZero();
    }

    @Test
    void batchesOfAllHaveIdsOfTheirOwnAndTheirOwnOwner() {
        long first = one.nextBatchId();
        long second = two.nextBatchId();
        assertThat(second).isNotEqualTo(first);
        one.began(first, 1, MS, 0);
        two.began(second, 2, MS, 0);
        assertThat(one.ended(first, MS, MS)).isEqualTo(MS);
        assertThat(two.ended(second, 2 * MS, 2 * MS)).as("it stood behind the other's").isEqualTo(MS);
        assertThatThrownBy(() -> one.ended(second, MS, MS)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(String.valueOf(second));
    }

    @Test
    void whoseRunsFailPaysForThemAllTheSame() {
        one.began(1, 8, 20 * MS, 0);
        one.ended(1, 0, 20 * MS);
        one.says(true, true, true);
        two.says(true, true, true);
        assertThat(one.othersTurn(true)).isTrue();
        assertThat(two.othersTurn(true)).isFalse();
    }

    @Test
    void whoWasServedLessGoesFirstAndOnlyWhileItWants() {
        one.began(1, 8, 20 * MS, 0);
        one.says(true, true, true);
        two.says(true, true, true);
        assertThat(one.othersTurn(true)).isTrue();
        assertThat(two.othersTurn(true)).isFalse();
        two.says(true, true, false);
        assertThat(one.othersTurn(true)).as("it waits for company and keeps nobody from the device").isFalse();
    }

    @Test
    void anIdleShareSavesNothingUp() {
        for (int i = 0; i < 10; i++) {
            one.began(i, 8, 20 * MS, i * 20 * MS);
            one.ended(i, 20 * MS, (i + 1) * 20 * MS);
        }
        two.began(1, 8, 20 * MS, 200 * MS);
        two.ended(1, 20 * MS, 220 * MS);
        two.began(2, 8, 20 * MS, 220 * MS);
        one.says(true, true, true);
        two.says(true, true, true);
        assertThat(two.othersTurn(true)).as("two runs are enough; the ten of the other are past").isTrue();
    }

    @Test
    void liveFramesGoBeforeBackfillWhosesoever() {
        one.began(1, 8, 20 * MS, 0);
        one.says(true, true, true);
        two.says(true, false, true);
        assertThat(two.othersTurn(false)).isTrue();
        assertThat(one.othersTurn(true)).isFalse();
    }

    @Test
    void leavesWhatTheOthersDoNotUseButAtLeastItsShare() {
        assertThat(new DeviceTurns(1).join(1).left(0)).isEqualTo(1);
        assertThat(one.left(0)).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            two.began(i, 1, 10 * MS, i * 10 * MS);
            two.ended(i, 10 * MS, (i + 1) * 10 * MS);
        }
        assertThat(one.left(10_000 * MS)).isEqualTo(0.5);
        assertThat(two.left(10_000 * MS)).isEqualTo(1);
        assertThat(one.left(60_000 * MS)).as("long ago").isGreaterThan(0.99);
    }

    @Test
    void aPlaceIsIdleOnlyWhereNoOthersFrameWaitsForIt() {
        assertThat(one.idlePlace()).isTrue();
        two.says(true, true, false);
        assertThat(one.idlePlace()).isFalse();
        assertThat(two.idlePlace()).as("its own frames are its own to look at").isTrue();
        two.says(false, false, false);
        two.began(1, 1, MS, 0);
        assertThat(one.idlePlace()).as("the device is busy").isFalse();
    }
}
