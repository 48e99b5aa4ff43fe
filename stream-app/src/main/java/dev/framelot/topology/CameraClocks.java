package dev.framelot.topology;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Since when a frame's result is awaited: its capture, where the camera's clock can be trusted, else its append, else now.
 *
 * <p>A capture time is not used when it is absent, in the future, repeated from the frame before (a clock that stands still), or older than the
 * append by more than a network explains (another time zone). Producers stamp the append time too, as a rule; so a camera whose
 * frames have all been late for {@value #SUSPECT_SECONDS} s while their age did not fall is not believed at all and counts from
 * now on: leaving out a true backlog makes the age fall fast, a wrong clock never does.
 *
 * <p>Owner: the stream thread of one partition. Cameras beyond the {@value #MOST_CAMERAS} seen last are forgotten.
 */
final class CameraClocks {
    static final int MOST_CAMERAS = 10_000;
    static final int SUSPECT_SECONDS = 3;
    /** Clocks of one network differ by less. */
    static final long MOST_AHEAD_MICROS = 1_000_000;
    /** From capture to append: exposure, encoding, a slow link, a producer that batches. */
    static final long MOST_TRANSIT_MICROS = 60_000_000;

    private static final class Camera {
        long lastCaptured;
        boolean late;
        long lateSince;
        long ageThen;
        boolean disbelieved;
    }

    private final Map<String, Camera> cameras = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Camera> eldest) {
            return size() > MOST_CAMERAS;
        }
    };

    /**
     * How old a frame is, microseconds, at least 0.
     *
     * @param capturedAt epoch microseconds; 0 = unknown
     * @param appendedAt epoch microseconds; 0 = unknown
     * @param budgetMicros older than this is late
     * @param now epoch microseconds
     */
    long age(String cameraId, long capturedAt, long appendedAt, long budgetMicros, long now) {
        Camera camera = cameras.computeIfAbsent(cameraId, id -> new Camera());
        boolean stands = capturedAt == camera.lastCaptured;
        camera.lastCaptured = capturedAt;
        boolean appendKnown = appendedAt > 0 && appendedAt <= now + MOST_AHEAD_MICROS;
        long appended = appendKnown ? Math.min(appendedAt, now) : now;
        boolean captureKnown = capturedAt > 0 && !stands && capturedAt <= now + MOST_AHEAD_MICROS && appended - capturedAt <= MOST_TRANSIT_MICROS;
        long age = Math.max(0, now - (captureKnown ? capturedAt : appended));
        if (age <= budgetMicros) {
            camera.late = false;
            camera.disbelieved = false;
            return age;
        }
        if (!camera.late) {
            camera.late = true;
            camera.lateSince = now;
            camera.ageThen = age;
        }
        long elapsed = now - camera.lateSince;
        if (elapsed > SUSPECT_SECONDS * 1_000_000L) {
            // Half the elapsed time is far less than what leaving frames out gains.
            camera.disbelieved = age > camera.ageThen - elapsed / 2;
            camera.lateSince = now;
            camera.ageThen = age;
        }
        return camera.disbelieved ? 0 : age;
    }
}
