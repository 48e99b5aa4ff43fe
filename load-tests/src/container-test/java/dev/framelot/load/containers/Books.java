package dev.framelot.load.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerReport;

/** What the ledger must say at the end of every container test. */
final class Books {
    private Books() {}

    static void assertExactlyOnce(FrameLedger ledger, PublishCounts published) {
        LedgerReport report = ledger.report();
        assertThat(published.failed()).as("frames the producer gave up").isZero();
        assertThat(report.lost()).as("lost, first of each camera: %s", ledger.firstLost()).isZero();
        assertThat(report.duplicated()).as("doubled").isZero();
        assertThat(report.outOfOrder()).as("out of order").isZero();
        assertThat(report.detected()).as("detected").isEqualTo(published.acknowledged());
    }
}
