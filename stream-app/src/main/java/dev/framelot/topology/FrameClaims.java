package dev.framelot.topology;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameIdentity;
import java.util.function.LongSupplier;

/** What each frame may ask of the device: its class, and the time until its run must have ended. The objective may change at any time, from any thread. */
public final class FrameClaims {
    private final TrafficClass defaultClass;
    private final long reserveNanos;
    private final LongSupplier epochMicros;
    private volatile long sloNanos;

    /**
     * @param reserveNanos kept between the end of a run and the deadline
     * @param sloNanos 0: no deadline but a frame's own
     */
    public FrameClaims(TrafficClass defaultClass, long reserveNanos, long sloNanos, LongSupplier epochMicros) {
        this.defaultClass = defaultClass;
        this.reserveNanos = reserveNanos;
        this.sloNanos = sloNanos;
        this.epochMicros = epochMicros;
    }

    /** For frames taken from now on. @param nanos 0: no deadline but a frame's own */
    public void slo(long nanos) {
        sloNanos = nanos;
    }

    FrameTask.Claim of(FrameEnvelope envelope, CameraClocks clocks) {
        TrafficClass trafficClass = envelope.trafficClass().flatMap(TrafficClass::named).orElse(defaultClass);
        if (trafficClass == TrafficClass.BACKFILL) {
            return FrameTask.Claim.BACKFILL;
        }
        long now = epochMicros.getAsLong();
        if (envelope.deadlineMicros().isPresent()) {
            return new FrameTask.Claim(trafficClass, nanos(envelope.deadlineMicros().getAsLong() - now) - reserveNanos);
        }
        long slo = sloNanos;
        if (slo == 0) {
            return new FrameTask.Claim(trafficClass, QueuedFrame.NO_DEADLINE);
        }
        FrameIdentity id = envelope.identity();
        long age = clocks.age(id.cameraId(), id.capturedAtMicros(), id.appendedAtMicros(), slo / 1_000, now);
        return new FrameTask.Claim(trafficClass, slo - nanos(age) - reserveNanos);
    }

    /** A producer may name any time; a century is enough, and nothing overflows. */
    private static long nanos(long micros) {
        long century = 3_000_000_000_000_000L;
        return Math.max(-century, Math.min(century, micros)) * 1_000;
    }
}
