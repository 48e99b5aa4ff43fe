package dev.framelot.load.simulate;

import dev.framelot.batching.Batch;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.ShedFrame;
import dev.framelot.batching.TrafficClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What came out of a run. Latencies are from arrival to the end of the batch, of frames that ran. */
public final class Outcome {
    /** @param endNanos and {@code beginNanos} since the trace's beginning */
    public record Ran(Batch batch, long beginNanos, long endNanos) {}

    final List<Ran> batches = new ArrayList<>();
    final List<ShedFrame> shed = new ArrayList<>();
    private final Map<DispatchReason, Integer> reasons = new EnumMap<>(DispatchReason.class);
    private final List<QueuedFrame> liveOnTime = new ArrayList<>();
    private final List<Long> liveArrivals = new ArrayList<>();
    private final List<Long> liveLatencies = new ArrayList<>();
    int frames;
    int liveFrames;
    int refused;
    int noRoom;
    private int served;
    private int backfillServed;
    private int onTime;
    private long busyNanos;
    private long places;
    long endNanos;
    int lanes;
    int mostWaiting;

    void ran(Batch batch, long beginNanos, long endNanos) {
        batches.add(new Ran(batch, beginNanos, endNanos));
        reasons.merge(batch.reason(), 1, Integer::sum);
        busyNanos += endNanos - beginNanos;
        places += batch.shape();
    }

    void served(QueuedFrame frame, long endNanos) {
        served++;
        long latency = endNanos - frame.arrivalNanos();
        if (frame.trafficClass() == TrafficClass.LIVE) {
            liveLatencies.add(latency);
            if (frame.budgetNanos() == QueuedFrame.NO_DEADLINE || latency <= frame.budgetNanos()) {
                onTime++;
                liveOnTime.add(frame);
            }
        } else {
            backfillServed++;
        }
    }

    void arrived(long atNanos) {
        liveArrivals.add(atNanos);
    }

    public List<Ran> batches() {
        return List.copyOf(batches);
    }

    public List<ShedFrame> shedFrames() {
        return List.copyOf(shed);
    }

    public int frames() {
        return frames;
    }

    public int served() {
        return served;
    }

    public int backfillServed() {
        return backfillServed;
    }

    /** Live frames that ran and ended in time; those without a deadline always do. */
    public int onTime() {
        return onTime;
    }

    public double onTimeShare() {
        return liveFrames == 0 ? 1 : (double) onTime / liveFrames;
    }

    /** The same of those that arrive from this virtual time on. */
    public double onTimeShareFrom(long nanos) {
        long all = liveArrivals.stream().filter(at -> at >= nanos).count();
        return all == 0 ? 1 : (double) liveOnTime.stream().filter(frame -> frame.arrivalNanos() >= nanos).count() / all;
    }

    public int shed() {
        return shed.size();
    }

    public int refused() {
        return refused;
    }

    public double meanLatencyMillis() {
        return liveLatencies.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6;
    }

    /** Nearest rank. */
    public double latencyMillis(double percent) {
        if (liveLatencies.isEmpty()) {
            return 0;
        }
        long[] sorted = liveLatencies.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)] / 1e6;
    }

    public double meanBatch() {
        return batches.isEmpty() ? 0 : (double) served / batches.size();
    }

    public double meanShape() {
        return batches.isEmpty() ? 0 : (double) places / batches.size();
    }

    /** Share of the lanes' time in which they ran. */
    public double deviceBusy() {
        return endNanos == 0 ? 0 : (double) busyNanos / endNanos / lanes;
    }

    public double deviceMillisPerFrame() {
        return served == 0 ? 0 : busyNanos / 1e6 / served;
    }

    public double framesPerDeviceSecond() {
        return busyNanos == 0 ? 0 : served * 1e9 / busyNanos;
    }

    /** Most frames that waited at once. */
    public int mostWaiting() {
        return mostWaiting;
    }

    public Map<DispatchReason, Integer> reasons() {
        return Map.copyOf(reasons);
    }
}
