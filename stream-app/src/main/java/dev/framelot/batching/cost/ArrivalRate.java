package dev.framelot.batching.cost;

/**
 * How many frames arrive, by counting over a span. An average of gaps would swing with each burst of a camera; a count
 * does not.
 *
 * <p>Time is split into buckets of 25 ms, of which 5 s are kept. Owner: the batcher's thread; {@code nowNanos} is monotonic, and a
 * time before the last one counts as the last one.
 */
public final class ArrivalRate {
    private static final long BUCKET_NANOS = 25_000_000;
    private static final int BUCKETS = 200;
    private static final int SHORT = 10;
    private static final int MIDDLE = 40;
    /** A span tells a rate only with so many frames in it: the error of a count of n is about the root of n. */
    private static final int ENOUGH_FRAMES = 16;

    private final int[] counts = new int[BUCKETS];
    private long originNanos;
    private long firstBucket;
    private long lastBucket = -1;
    private boolean begun;

    public void arrived(long nowNanos) {
        advance(nowNanos);
        counts[(int) (lastBucket % BUCKETS)]++;
    }

    /** Frames per nanosecond: of the last second if that saw enough, else of the last five. */
    public double perNano(long nowNanos) {
        if (!begun) {
            return 0;
        }
        advance(nowNanos);
        int middle = count(MIDDLE);
        return middle >= ENOUGH_FRAMES ? rate(middle, MIDDLE, nowNanos) : rate(count(BUCKETS), BUCKETS, nowNanos);
    }

    /** Since the first arrival, nanoseconds; 0 before it. A rate of less than half a second is hardly more than chance. */
    public long observedNanos(long nowNanos) {
        return begun ? Math.max(0, nowNanos - originNanos) : 0;
    }

    /** Frames per nanosecond of the last quarter of a second: follows a burst, and jumps about. */
    public double burstPerNano(long nowNanos) {
        if (!begun) {
            return 0;
        }
        advance(nowNanos);
        return rate(count(SHORT), SHORT, nowNanos);
    }

    private void advance(long nowNanos) {
        if (!begun) {
            begun = true;
            originNanos = nowNanos;
        }
        long bucket = Math.max(lastBucket, (nowNanos - originNanos) / BUCKET_NANOS);
        if (lastBucket < 0) {
            firstBucket = bucket;
        }
        long from = Math.max(lastBucket + 1, bucket - BUCKETS + 1);
        for (long stale = from; stale <= bucket; stale++) {
            counts[(int) (stale % BUCKETS)] = 0;
        }
        lastBucket = bucket;
    }

    private int count(int buckets) {
        int sum = 0;
        for (long bucket = Math.max(firstBucket, lastBucket - buckets + 1); bucket <= lastBucket; bucket++) {
            sum += counts[(int) (bucket % BUCKETS)];
        }
        return sum;
    }

    /** The last bucket is not over yet: only its elapsed part counts. */
    private double rate(int count, int buckets, long nowNanos) {
        long since = Math.max(firstBucket, lastBucket - buckets + 1) * BUCKET_NANOS;
        long span = Math.max(nowNanos - originNanos, lastBucket * BUCKET_NANOS) - since;
        return (double) count / Math.max(span, BUCKET_NANOS);
    }
}
