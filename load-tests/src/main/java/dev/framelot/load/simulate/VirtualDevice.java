package dev.framelot.load.simulate;

import dev.framelot.batching.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** When a run begins and how long it takes in virtual time: the curve, noise around it, what goes wrong, and what stands before it. */
final class VirtualDevice {
    private final Curve curve;
    private final double noise;
    private final List<DeviceFault> faults;
    private final Random random;
    /** When each of the batches that run beside each other ends; the soonest makes room for the next. */
    private final long[] busyUntilNanos;

    /**
     * @param noise standard deviation of the logarithm of a run's time; its mean stays that of the curve
     * @param concurrent batches that run beside each other
     */
    VirtualDevice(Curve curve, double noise, List<DeviceFault> faults, int concurrent, long seed) {
        this.curve = curve;
        this.noise = noise;
        this.faults = List.copyOf(faults);
        this.random = new Random(seed);
        this.busyUntilNanos = new long[concurrent];
    }

    /** When it would begin a batch that is given to it now. */
    long takesAt(long nowNanos) {
        Arrays.sort(busyUntilNanos);
        return Math.max(nowNanos, busyUntilNanos[0]);
    }

    /** The batch that {@link #takesAt} was asked for ends then. */
    void busyUntil(long endsNanos) {
        busyUntilNanos[0] = endsNanos;
    }

    int largestThatFits(long nowNanos) {
        int largest = Integer.MAX_VALUE;
        for (DeviceFault fault : faults) {
            if (fault instanceof DeviceFault.NoRoom noRoom && noRoom.now(nowNanos)) {
                largest = Math.min(largest, noRoom.largestThatFits());
            }
        }
        return largest;
    }

    /** A batch that did not fit runs in halves, one after the other, halved again until they fit. One frame always does. */
    long inSmallerNanos(int frames, Shapes shapes, long nowNanos) {
        int shape = shapes.holding(frames);
        if (frames == 1 || shape <= largestThatFits(nowNanos)) {
            return runNanos(shape, nowNanos);
        }
        long first = inSmallerNanos((frames + 1) / 2, shapes, nowNanos);
        return first + inSmallerNanos(frames / 2, shapes, nowNanos + first);
    }

    long runNanos(int shape, long nowNanos) {
        double nanos = curve.nanos(shape);
        for (DeviceFault fault : faults) {
            if (fault instanceof DeviceFault.Swap swap && swap.now(nowNanos)) {
                nanos = swap.curve().nanos(shape);
            }
        }
        if (noise > 0) {
            nanos *= Math.exp(noise * random.nextGaussian() - noise * noise / 2);
        }
        for (DeviceFault fault : faults) {
            if (fault instanceof DeviceFault.SlowDown slow && slow.now(nowNanos)) {
                nanos *= slow.factor();
            } else if (fault instanceof DeviceFault.Stall stall && stall.now(nowNanos)) {
                nanos += stall.toNanos() - nowNanos;
            }
        }
        return Math.max(1, Math.round(nanos));
    }
}
