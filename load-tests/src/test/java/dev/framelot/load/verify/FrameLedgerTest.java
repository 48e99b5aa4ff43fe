package dev.framelot.load.verify;

import static dev.framelot.load.verify.Fate.DEAD_LETTERED;
import static dev.framelot.load.verify.Fate.DETECTED;
import static dev.framelot.load.verify.Fate.SHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameLedgerTest {
    private final FrameLedger ledger = new FrameLedger();

    @Test
    void addsUpWhenEveryFrameHasOneFate() {
        publish("a", 3);
        ledger.met(DETECTED, "a", 0);
        ledger.met(SHED, "a", 1);
        ledger.met(DEAD_LETTERED, "a", 2);
        assertThat(ledger.report()).isEqualTo(new LedgerReport(3, 1, 1, 1, 3, 0, 0, 0, 0, 0));
    }

    @Test
    void aPublishedFrameWithoutAFateIsLost() {
        publish("a", 3);
        publish("b", 1);
        ledger.met(DETECTED, "a", 0);
        ledger.met(DETECTED, "b", 0);
        assertThat(ledger.report().lost()).isEqualTo(2);
        assertThat(ledger.firstLost()).containsOnlyKeys("a").containsEntry("a", 1L);
    }

    @Test
    void aFrameThatMayNeverHaveReachedTheBrokerIsNeitherLostNorUnexpected() {
        ledger.attempted("a", 0);
        ledger.attempted("a", 1);
        ledger.met(DETECTED, "a", 1);
        assertThat(ledger.report().lost()).isZero();
        assertThat(ledger.report().unexpected()).isZero();
    }

    @Test
    void theSecondFateIsADuplicateWhateverItsKind() {
        publish("a", 1);
        assertThat(ledger.met(DETECTED, "a", 0)).isTrue();
        assertThat(ledger.met(DETECTED, "a", 0)).isFalse();
        assertThat(ledger.met(DEAD_LETTERED, "a", 0)).isFalse();
        assertThat(ledger.report().duplicated()).isEqualTo(2);
        assertThat(ledger.report().detected()).isEqualTo(1);
        assertThat(ledger.report().deadLettered()).isZero();
    }

    @Test
    void orderIsPerCameraAndTopic() {
        publish("a", 4);
        publish("b", 1);
        ledger.met(DETECTED, "a", 2);
        ledger.met(DETECTED, "b", 0);
        ledger.met(DEAD_LETTERED, "a", 0);
        assertThat(ledger.report().outOfOrder()).isZero();
        ledger.met(DETECTED, "a", 1);
        assertThat(ledger.report().outOfOrder()).isEqualTo(1);
        ledger.met(DETECTED, "a", 3);
        assertThat(ledger.report().outOfOrder()).isEqualTo(1);
    }

    @Test
    void aRepeatedRunOfFramesIsDuplicatedNotOutOfOrder() {
        publish("a", 3);
        for (int pass = 0; pass < 2; pass++) {
            for (int sequence = 0; sequence < 3; sequence++) {
                ledger.met(DETECTED, "a", sequence);
            }
        }
        assertThat(ledger.report().duplicated()).isEqualTo(3);
        assertThat(ledger.report().outOfOrder()).isZero();
    }

    @Test
    void aFateMayBeReadBeforeItsFrameIsAcknowledged() {
        ledger.met(DETECTED, "a", 0);
        publish("a", 1);
        assertThat(ledger.report().lost()).isZero();
        assertThat(ledger.report().unexpected()).isZero();
    }

    @Test
    void aFateOfAFrameNobodySentIsUnexpected() {
        ledger.met(DETECTED, "ghost", 7);
        assertThat(ledger.report().unexpected()).isEqualTo(1);
    }

    @Test
    void aRecordWithoutASequenceIsCountedButMatchesNothing() {
        publish("a", 1);
        assertThat(ledger.met(DEAD_LETTERED, "a", -1)).isFalse();
        assertThat(ledger.report().unidentified()).isEqualTo(1);
        assertThat(ledger.report().lost()).isEqualTo(1);
    }

    @Test
    void refusesASequenceItCannotKeep() {
        assertThatThrownBy(() -> ledger.published("a", -1)).hasMessageContaining("-1");
    }

    private void publish(String camera, int frames) {
        for (int sequence = 0; sequence < frames; sequence++) {
            ledger.published(camera, sequence);
        }
    }
}
