package dev.framelot.load.figure;

import dev.framelot.schemas.FrameDetections;

/**
 * One frame's way, milliseconds from when the camera handed it to its producer.
 *
 * @param produced until the application made its record
 * @param seen until a {@code read_committed} reader had that record
 * @param work decoding and the run of the batch: what any other program would need too
 */
record Latency(double produced, double seen, double work) {

    static Latency of(FrameDetections frame, long seenAtMicros) {
        return new Latency(
                (frame.getProducedAtMicros() - frame.getCapturedAtMicros()) / 1e3,
                (seenAtMicros - frame.getCapturedAtMicros()) / 1e3,
                (frame.getStages().getDecode() + frame.getStages().getRun()) / 1e3);
    }

    double addedUntilProduced() {
        return produced - work;
    }

    double addedUntilSeen() {
        return seen - work;
    }
}
