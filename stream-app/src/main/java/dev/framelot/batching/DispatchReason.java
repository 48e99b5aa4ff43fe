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
    /** The application is draining: nothing more will come to wait for. */
    DRAIN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
