package dev.framelot.load.figure;

import dev.framelot.load.simulate.Curve;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.StageMicros;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a declared device stood still from one batch to the next, though frames for the next already waited: waking threads, telling
 * outcomes, deciding. One device, whatever the lanes. Safe for use by several threads.
 */
final class HandOvers {
    /** @param readyMicros when its first frame was decoded */
    private record Run(int shape, long beganMicros, long readyMicros) {}

    private final Curve device;
    private final Map<String, Run> runs = new LinkedHashMap<>(); // guarded by this; in order of their ends

    HandOvers(Curve device) {
        this.device = device;
    }

    /** A frame that ran, in whatever order. */
    synchronized void saw(FrameDetections frame) {
        StageMicros stages = frame.getStages();
        long began = frame.getProducedAtMicros() - stages.getEmitWait() - stages.getPostProcess() - stages.getRun();
        long ready = began - stages.getLaneWait() - stages.getBatchWait();
        runs.merge(frame.getBatch().getBatchId(), new Run(frame.getBatch().getShape(), began, ready),
                (a, b) -> new Run(a.shape, a.beganMicros, Math.min(a.readyMicros, b.readyMicros)));
    }

    /** Mean milliseconds; 0 where no batch had another waiting behind it. */
    synchronized double meanMillis() {
        List<Run> ordered = new ArrayList<>(runs.values());
        ordered.sort((a, b) -> Long.compare(a.beganMicros, b.beganMicros));
        double sum = 0;
        int count = 0;
        double free = Double.NEGATIVE_INFINITY;
        for (Run next : ordered) {
            if (next.readyMicros / 1e3 <= free) {
                sum += Math.max(0, next.beganMicros / 1e3 - free);
                count++;
            }
            // What its lane began before the device was free stood behind the batch before.
            free = Math.max(free, next.beganMicros / 1e3) + device.millis(next.shape);
        }
        return count == 0 ? 0 : sum / count;
    }
}
