package dev.framelot.batching;

import java.util.HashMap;
import java.util.Map;

/** One batcher's part in a device, which may be the whole. Owner: that of the {@link DeviceTurns}. */
public final class DeviceShare {
    /** Over so long it is averaged how busy a batcher keeps the device. */
    private static final double BUSY_NANOS = 2e9;

    /** @param chargedNanos what its tag was moved on by, before the weight */
    private record Run(int shape, long chargedNanos) {}

    private final DeviceTurns device;
    private final int number;
    final double weight;
    /** By batch id. */
    private final Map<Long, Run> runs = new HashMap<>();
    /** Where the next run begins, if the device is not further already. */
    private double tagNanos;
    private long usualRunNanos;
    private boolean waiting;
    private boolean live;
    private boolean wants;
    /** Whether another may go now that could not before, since this was asked last. */
    private boolean gaveWay;
    private boolean liveSeen;
    private long liveNanos;
    /** Device time used, old time fading. */
    private double busyNanos;
    private long busyAtNanos;

    DeviceShare(DeviceTurns device, int number, double weight) {
        this.device = device;
        this.number = number;
        this.weight = weight;
    }

    /** This batcher's in flight. */
    int batches() {
        return runs.size();
    }

    /** Places of this batcher's batches in flight, padding included. */
    int places() {
        int places = 0;
        for (Run run : runs.values()) {
            places += run.shape;
        }
        return places;
    }

    /** In how long the device, whoever uses it, is expected to take one more batch. */
    long startsInNanos(long nowNanos) {
        return device.inFlight.startsInNanos(nowNanos);
    }

    /** For this batcher's next batch; no other of the device has the same. */
    long nextBatchId() {
        return device.nextBatchId();
    }

    /** @param usualNanos what its run is expected to take, 0 where nothing is known */
    void began(long batchId, int shape, long usualNanos, long nowNanos) {
        double from = fromTag();
        device.tagNanos = from;
        tagNanos = from + usualNanos / weight;
        usualRunNanos = usualNanos;
        runs.put(batchId, new Run(shape, usualNanos));
        gaveWay = true;
        device.inFlight.began(batchId, shape, usualNanos, nowNanos);
    }

    /**
     * @param laneNanos 0: not known, as of a batch that failed; what was expected stays charged, or who fails would pay nothing
     * @return how long the device was busy with it
     */
    long ended(long batchId, long laneNanos, long endedNanos) {
        Run run = runs.remove(batchId);
        if (run == null) {
            throw new IllegalArgumentException("Batch " + batchId + " is not in flight");
        }
        long deviceNanos = device.inFlight.ended(batchId, laneNanos, endedNanos);
        long usedNanos = laneNanos > 0 ? deviceNanos : run.chargedNanos;
        tagNanos += (usedNanos - run.chargedNanos) / weight;
        busyNanos = busy(endedNanos) + usedNanos;
        busyAtNanos = endedNanos;
        gaveWay = true;
        return deviceNanos;
    }

    void liveArrived(long atNanos) {
        liveSeen = true;
        liveNanos = atNanos;
    }

    /** After each question: @param framesWait any @param liveWait live ones among them @param wantsDevice a batch would go if the device, or the turn, were free */
    void says(boolean framesWait, boolean liveWait, boolean wantsDevice) {
        gaveWay |= wants && !wantsDevice || live && !liveWait;
        waiting = framesWait;
        live = liveWait;
        wants = wantsDevice;
    }

    /** Whether others are to be asked again: since the last call a run of this one began or ended, or it stood back. */
    public boolean gaveWay() {
        boolean so = gaveWay;
        gaveWay = false;
        return so;
    }

    /** Whether the device could run one more batch and no other's frame waits for it. */
    public boolean idlePlace() {
        for (DeviceShare other : device.shares) {
            if (other != this && other.waiting) {
                return false;
            }
        }
        return device.inFlight.batches() < device.concurrent;
    }

    /** Whether the next run is another's, who wants it. @param liveWait whether this one has live frames */
    boolean othersTurn(boolean liveWait) {
        for (DeviceShare other : device.shares) {
            if (other != this && other.wants && (other.live == liveWait ? other.isBefore(this) : other.live)) {
                return true;
            }
        }
        return false;
    }

    private boolean isBefore(DeviceShare other) {
        int order = Double.compare(fromTag(), other.fromTag());
        return order < 0 || order == 0 && number < other.number;
    }

    private double fromTag() {
        return Math.max(device.tagNanos, tagNanos);
    }

    /** How long the device may be another's once this one lets its turn go; 0: there is none who would take it. */
    long othersRunNanos() {
        long longest = 0;
        for (DeviceShare other : device.shares) {
            if (other != this && (other.waiting || !other.runs.isEmpty())) {
                longest = Math.max(longest, other.usualRunNanos);
            }
        }
        return longest;
    }

    /** Share of the device's time that the others leave, at least the one that this batcher is owed; 1 alone. */
    double left(long nowNanos) {
        if (device.shares.size() == 1) {
            return 1;
        }
        double others = 0;
        for (DeviceShare other : device.shares) {
            others += other == this ? 0 : other.busy(nowNanos) / BUSY_NANOS / device.concurrent;
        }
        return Math.max(weight / device.weights(), 1 - others);
    }

    /** Whether no live frame came to any other for so long. */
    boolean othersQuiet(long nowNanos, long quietNanos) {
        for (DeviceShare other : device.shares) {
            if (other != this && other.liveSeen && nowNanos - other.liveNanos <= quietNanos) {
                return false;
            }
        }
        return true;
    }

    private double busy(long nowNanos) {
        return busyNanos == 0 ? 0 : busyNanos * Math.exp(-Math.max(0, nowNanos - busyAtNanos) / BUSY_NANOS);
    }
}
