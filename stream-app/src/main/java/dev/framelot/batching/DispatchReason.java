package dev.framelot.batching;

import java.util.Locale;

/** Why a batch went when it did; counted, and copied to each of its detections. */
public enum DispatchReason {
    /** As many frames as the batch may hold were waiting. */
    FULL,
    /** The waiting frames reached the limit of bytes. */
    BYTES,
    /** The oldest frame had waited as long as it may. */
    OLDEST_WAITED,
    /** The device was free and waiting would have gained nothing that the mode wants. */
    IDLE_DEVICE,
    /** The first deadline left no more time to wait for company. */
    DEADLINE,
    /** More waits than one batch takes: the shape with the most frames on time for its device time. */
    BACKLOG,
    /** Enough frames for the most efficient shape. */
    EFFICIENT,
    /** No live frame waits and the device has time for backfill. */
    SLACK,
    /** The application is draining: nothing more will come to wait for. */
    DRAIN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
