package dev.framelot.load.run;

import dev.framelot.load.measure.EpochMicros;
import dev.framelot.schemas.FrameDetections;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every first result that a reader saw, with what its record tells. Written by the reader's thread; any may ask. */
final class Collected implements Consumer<FrameDetections> {
    /** Times in microseconds; {@code captured}, {@code produced} and {@code seen} since the epoch. */
    record Result(
            boolean backfill, long captured, long produced, long seen, int shape, int frames, long decodeWait, long decode, long batchWait, long laneWait, long run,
            long postProcess, long emitWait) {
        double millis(dev.framelot.load.workload.Workload.Until until) {
            return ((until == dev.framelot.load.workload.Workload.Until.RESULT ? produced : seen) - captured) / 1e3;
        }

        /** Producer, broker and fetch. */
        long taken() {
            return produced - captured - decodeWait - decode - batchWait - laneWait - run - postProcess - emitWait;
        }
    }

    private final List<Result> results = new ArrayList<>(); // guarded by this

    @Override
    public synchronized void accept(FrameDetections frame) {
        var stages = frame.getStages();
        results.add(new Result(TraceFrames.isBackfill(frame.getCameraId()), frame.getCapturedAtMicros(), frame.getProducedAtMicros(), EpochMicros.now(),
                frame.getBatch().getShape(), frame.getBatch().getFrames(), stages.getDecodeWait(), stages.getDecode(), stages.getBatchWait(), stages.getLaneWait(),
                stages.getRun(), stages.getPostProcess(), stages.getEmitWait()));
        notifyAll();
    }

    synchronized int count() {
        return results.size();
    }

    /** Waits until so many were seen; false where that takes longer. */
    synchronized boolean await(int count, long patienceMillis) throws InterruptedException {
        long endNanos = System.nanoTime() + patienceMillis * 1_000_000;
        while (results.size() < count) {
            long left = (endNanos - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** All but the first {@code skip}, in the order seen. */
    synchronized List<Result> from(int skip) {
        return List.copyOf(results.subList(skip, results.size()));
    }

    synchronized List<Result> all() {
        return List.copyOf(results);
    }
}
