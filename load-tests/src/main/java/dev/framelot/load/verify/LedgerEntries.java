package dev.framelot.load.verify;

import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.PublishObserver;

/** Enters what is published into the ledger. A send that failed stays attempted only: the broker may have it or not, so it can't be lost. */
public record LedgerEntries(FrameLedger ledger) implements PublishObserver {
    @Override
    public void attempted(EncodedFrame frame) {
        ledger.attempted(frame.camera(), frame.sequence());
    }

    @Override
    public void acknowledged(EncodedFrame frame, int partition, long offset) {
        ledger.published(frame.camera(), frame.sequence());
    }

    @Override
    public void failed(EncodedFrame frame, Exception why) {}
}
