package dev.framelot.live;

import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What came of each camera, of at most {@value #KEPT} cameras: the first seen stay, those beyond are only counted. Thread safe. */
public final class CameraTable {
    static final int KEPT = 1_000;
    /** Share of the newest second in the rate. */
    private static final double WEIGHT = 0.3;

    /** @param framesPerSecond taken, smoothed over some seconds @param ageMicros of the latest outcome */
    public record Camera(
            String camera, SourceCoordinates latest, long frames, long detected, long shed, long deadLettered, double framesPerSecond, long ageMicros, long lastSeenAtMicros) {}

    private static final class Counts {
        final LongAdder frames = new LongAdder();
        final LongAdder detected = new LongAdder();
        final LongAdder shed = new LongAdder();
        final LongAdder deadLettered = new LongAdder();
        volatile SourceCoordinates latest;
        volatile long lastSeenAtMicros;
        volatile long ageMicros;
        /** Both touched by the ticker alone. */
        long framesBefore;

        volatile double perSecond;
    }

    private final ConcurrentHashMap<String, Counts> cameras = new ConcurrentHashMap<>();
    private final LongAdder leftOut = new LongAdder();

    void took(SourceCoordinates source, FrameIdentity identity, long nowMicros) {
        Counts counts = cameras.get(identity.cameraId());
        if (counts == null) {
            if (cameras.size() >= KEPT) {
                leftOut.increment();
                return;
            }
            counts = cameras.computeIfAbsent(identity.cameraId(), unseen -> new Counts());
        }
        counts.frames.increment();
        counts.latest = source;
        counts.lastSeenAtMicros = nowMicros;
    }

    void forwarded(String camera, FrameOutcome outcome, long ageMicros) {
        Counts counts = cameras.get(camera);
        if (counts == null) {
            return;
        }
        LongAdder fate = outcome instanceof FrameOutcome.Detected ? counts.detected : outcome instanceof FrameOutcome.Shed ? counts.shed : counts.deadLettered;
        fate.increment();
        counts.ageMicros = ageMicros;
    }

    /** Once a second, by one thread. */
    void tick() {
        cameras.values().forEach(counts -> {
            long now = counts.frames.sum();
            counts.perSecond += WEIGHT * (now - counts.framesBefore - counts.perSecond);
            counts.framesBefore = now;
        });
    }

    /** By name. */
    public List<Camera> all() {
        return cameras.entrySet().stream()
                .map(entry -> {
                    Counts c = entry.getValue();
                    return new Camera(
                            entry.getKey(), c.latest, c.frames.sum(), c.detected.sum(), c.shed.sum(), c.deadLettered.sum(), c.perSecond, c.ageMicros, c.lastSeenAtMicros);
                })
                .filter(camera -> camera.latest() != null)
                .sorted(Comparator.comparing(Camera::camera))
                .toList();
    }

    /** Frames of cameras beyond those kept. */
    public long leftOut() {
        return leftOut.sum();
    }
}
