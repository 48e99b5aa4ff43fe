package dev.framelot.batching;

import java.util.Objects;

/**
 * A decoded frame as the batcher sees it.
 *
 * @param ticket the caller's name for the frame, unique among the frames offered
 * @param cameraId cameras take turns in a batch
 * @param trafficClass live frames go first; backfill takes what they leave
 * @param arrivalNanos monotonic time from which the frame's wait counts
 * @param budgetNanos from arrival until the run must have ended; zero or less: late already; {@link #NO_DEADLINE}: whenever
 * @param bytes compressed size, for the limit of bytes in a batch
 * @param group rises with the intake of frames, and tiles of one large frame have the same; 0: nobody counts
 */
public record QueuedFrame(long ticket, String cameraId, TrafficClass trafficClass, long arrivalNanos, long budgetNanos, int bytes, long group) {
    /** A budget that never runs out. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    public QueuedFrame {
        Objects.requireNonNull(cameraId, "cameraId");
        Objects.requireNonNull(trafficClass, "trafficClass");
        if (bytes < 0) {
            throw new IllegalArgumentException("A frame of " + bytes + " bytes: sizes start at 0");
        }
    }

    /** One that nobody counts. */
    public QueuedFrame(long ticket, String cameraId, TrafficClass trafficClass, long arrivalNanos, long budgetNanos, int bytes) {
        this(ticket, cameraId, trafficClass, arrivalNanos, budgetNanos, bytes, 0);
    }

    /** Whether it makes another of its camera worthless by being newer. Tiles of one frame do not replace each other. */
    boolean replaces(QueuedFrame other) {
        return group == 0 || other.group < group;
    }

    /** A live frame without a deadline. */
    public QueuedFrame(long ticket, String cameraId, long arrivalNanos, int bytes) {
        this(ticket, cameraId, TrafficClass.LIVE, arrivalNanos, NO_DEADLINE, bytes);
    }

    /** Time left at {@code nowNanos} until the run must have ended; negative when late, {@link #NO_DEADLINE} without a deadline. */
    public long slackNanos(long nowNanos) {
        return budgetNanos == NO_DEADLINE ? NO_DEADLINE : budgetNanos - (nowNanos - arrivalNanos);
    }
}
