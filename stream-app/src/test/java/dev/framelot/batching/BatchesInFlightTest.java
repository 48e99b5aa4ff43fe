package dev.framelot.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchesInFlightTest {
    private final BatchesInFlight one = new BatchesInFlight(1);

    @Test
    void anIdleDeviceTakesABatchAtOnce() {
        assertThat(one.startsInNanos(5)).isZero();
        assertThat(one.places()).isZero();
    }

    @Test
    void theNextBatchStartsWhenThoseBeforeItAreDue() {
        one.began(1, 4, 100, 1_000);
        assertThat(one.startsInNanos(1_000)).isEqualTo(100);
        assertThat(one.startsInNanos(1_070)).isEqualTo(30);
        one.began(2, 2, 60, 1_070);
        assertThat(one.startsInNanos(1_070)).as("what is left of the first, and the second").isEqualTo(90);
        assertThat(one.places()).isEqualTo(6);
    }

    @Test
    void aRunThatIsOverdueIsExpectedToEndNow() {
        one.began(1, 4, 100, 1_000);
        assertThat(one.startsInNanos(1_400)).isZero();
    }

    @Test
    void aBatchThatStoodBehindAnotherIsChargedFromWhenTheDeviceWasFree() {
        one.began(1, 4, 100, 1_000);
        one.began(2, 2, 60, 1_070);
        assertThat(one.ended(1, 108, 1_110)).isEqualTo(108);
        assertThat(one.startsInNanos(1_120)).as("the second began at 1,110").isEqualTo(50);
        assertThat(one.ended(2, 101, 1_172)).isEqualTo(62);
        assertThat(one.batches()).isZero();
    }

    @Test
    void aBatchThatEndsBeforeTheOneItStoodBehindWasNotHeldUp() {
        one.began(1, 4, 100, 1_000);
        one.began(2, 2, 60, 1_070);
        assertThat(one.ended(2, 20, 1_090)).isEqualTo(20);
        assertThat(one.ended(1, 120, 1_120)).isEqualTo(120);
    }

    @Test
    void twoRunBesideEachOtherAndTheThirdTakesTheSoonerPlace() {
        BatchesInFlight two = new BatchesInFlight(2);
        two.began(1, 1, 100, 0);
        assertThat(two.startsInNanos(0)).isZero();
        two.began(2, 1, 40, 0);
        two.began(3, 1, 10, 0);
        assertThat(two.startsInNanos(0)).isEqualTo(50);
        assertThat(two.ended(2, 40, 40)).isEqualTo(40);
        assertThat(two.ended(3, 52, 52)).isEqualTo(12);
    }

    @Test
    void timesMayWrap() {
        long late = Long.MAX_VALUE - 10;
        one.began(1, 1, 100, late);
        assertThat(one.startsInNanos(late + 60)).isEqualTo(40);
        one.began(2, 1, 30, late + 60);
        one.ended(1, 100, late + 100);
        assertThat(one.ended(2, 70, late + 130)).isEqualTo(30);
    }

    @Test
    void anUnknownBatchIsNamed() {
        one.began(1, 1, 1, 0);
        assertThatThrownBy(() -> one.ended(7, 1, 1)).hasMessageContaining("Batch 7").hasMessageContaining("[1]");
    }
}
