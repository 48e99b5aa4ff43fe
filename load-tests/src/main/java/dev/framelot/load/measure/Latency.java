package dev.framelot.load.measure;

import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.StageMicros;

/**
 * One frame's way, milliseconds from when the camera handed it to its producer.
 *
 * @param produced until the application made its record
 * @param seen until a {@code read_committed} reader had that record
 * @param work decoding and the run of the batch: what any other program would need too
 * @param taken until the application took the frame: producer, broker and fetch
 * @param waits for a decode worker, for the batch decision and for a lane
 * @param boxes and suppression
 * @param emit from the outcome until its record was made
 * @param decoding and the wait for a decode worker
 * @param sequence the camera's own count
 */
public record Latency(double produced, double seen, double work, double taken, double waits, double boxes, double emit, double decoding, long sequence) {

    public static Latency of(FrameDetections frame, long seenAtMicros) {
        StageMicros stages = frame.getStages();
        long produced = frame.getProducedAtMicros() - frame.getCapturedAtMicros();
        long work = stages.getDecode() + stages.getRun();
        long waits = stages.getDecodeWait() + stages.getBatchWait() + stages.getLaneWait();
        long taken = produced - work - waits - stages.getPostProcess() - stages.getEmitWait();
        return new Latency(produced / 1e3, (seenAtMicros - frame.getCapturedAtMicros()) / 1e3, work / 1e3, taken / 1e3, waits / 1e3,
                stages.getPostProcess() / 1e3, stages.getEmitWait() / 1e3, (stages.getDecodeWait() + stages.getDecode()) / 1e3, frame.getSequence());
    }

    public double addedUntilProduced() {
        return produced - work;
    }

    public double addedUntilSeen() {
        return seen - work;
    }
}
