package dev.framelot.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param maxFrames of a batch; {@link #MEASURED} until that was done
 * @param shapes batch sizes the session ever sees, ascending; empty until the largest is measured
 * @param maxBatchBytes sum of compressed frame sizes in one batch
 * @param maxWait longest a frame waits for others; empty: what the mode says
 * @param maxSameCameraFrames 0 = an equal share
 * @param slo from capture, or append where that is not to be trusted, to the result; zero: none
 * @param defaultClass of frames that name none
 * @param backfillDelay a backfill batch may keep a live frame waiting this long
 * @param reserve kept between the end of a run and the deadline, for boxes and the result's way out
 */
public record BatchingSettings(
        Mode mode,
        int maxFrames,
        Optional<Duration> maxWait,
        long maxBatchBytes,
        List<Integer> shapes,
        int maxSameCameraFrames,
        Duration slo,
        Drop drop,
        DefaultClass defaultClass,
        Duration backfillDelay,
        Duration reserve) {
    public static final int MEASURED = -1;

    public BatchingSettings {
        shapes = List.copyOf(shapes);
    }

    BatchingSettings withMeasured(List<Integer> sizes) {
        int largest = sizes.get(sizes.size() - 1);
        return new BatchingSettings(mode, largest, maxWait, maxBatchBytes, sizes, Math.min(maxSameCameraFrames, largest), slo, drop,
                defaultClass, backfillDelay, reserve);
    }

    /** The largest batch is yet to be measured. */
    public boolean isToBeMeasured() {
        return maxFrames == MEASURED;
    }

    /** One objective each. */
    public enum Mode {
        ADAPTIVE,
        LATENCY,
        THROUGHPUT,
        FIXED
    }

    /** A named mix of settings; what is set besides wins over it. */
    public enum Preset {
        NONE,
        DRIVING,
        MEDICAL,
        INSPECTION,
        BACKFILL
    }

    /** Which live frames may be left out. */
    public enum Drop {
        KEEP_ALL,
        SHED_LATE,
        KEEP_LATEST
    }

    /** Class of a frame that names none. */
    public enum DefaultClass {
        LIVE,
        BACKFILL
    }
}
