package dev.framelot.load.containers;

import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.verify.FrameLedger;

/** Enters what is published into the ledger. */
record LedgerEntries(FrameLedger ledger) implements PublishObserver {
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
