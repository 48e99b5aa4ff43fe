package dev.framelot.batching;

import java.util.ArrayList;
import java.util.List;

/**
 * A device that the batchers of several models share: what runs on it, and whose turn it is next.
 *
 * <p>Turns go by start-time fair queueing (Goyal, Vin and Cheng, 1996) of device time: each run moves its batcher's tag on by its time divided by the
 * batcher's weight, and of those who want the device the lowest tag goes first. A batcher that was idle begins where the device is, so it saves
 * nothing up. Whoever uses less than its share therefore waits for the run under way and no other, however much waits elsewhere; what it leaves goes
 * to the others. Live frames go before backfill, whosesoever they are.
 *
 * <p>Owner: whoever asks the batchers, one of them at a time; not thread safe.
 */
public final class DeviceTurns {
    final int concurrent;
    final BatchesInFlight inFlight;
    final List<DeviceShare> shares = new ArrayList<>();
    /** Tag with which the latest run began. */
    double tagNanos;
    private long lastBatchId;

    /** @param concurrent batches that the device runs beside each other */
    public DeviceTurns(int concurrent) {
        this.concurrent = concurrent;
        this.inFlight = new BatchesInFlight(concurrent);
    }

    /** One more batcher. @param weight of its share beside the others', above 0 */
    public DeviceShare join(double weight) {
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight is " + weight + ", must be above 0");
        }
        DeviceShare share = new DeviceShare(this, shares.size(), weight);
        shares.add(share);
        return share;
    }

    long nextBatchId() {
        return ++lastBatchId;
    }

    double weights() {
        double all = 0;
        for (DeviceShare share : shares) {
            all += share.weight;
        }
        return all;
    }
}
