package dev.framelot.live;

import dev.framelot.frame.FrameIdentity;

/** How old a frame is: since its capture, or since its append where the camera's clock is not to be believed. */
final class FrameAge {
    private static final long DAY_MICROS = 86_400_000_000L;

    private FrameAge() {}

    /** Microseconds, at least 0. */
    static long micros(FrameIdentity identity, long nowMicros) {
        long captured = identity.capturedAtMicros();
        boolean believable = captured > 0 && captured <= nowMicros && nowMicros - captured < DAY_MICROS;
        long began = believable ? captured : identity.appendedAtMicros();
        return began <= 0 ? 0 : Math.max(0, nowMicros - began);
    }
}
