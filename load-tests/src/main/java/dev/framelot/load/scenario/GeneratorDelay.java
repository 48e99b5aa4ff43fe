package dev.framelot.load.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What the generator itself was late by: from when a frame was due until it was handed to its producer. Latency counts from the
 * due time, so this is part of it; a run in which it is no small part measured the generator.
 *
 * <p>Owner: the sending thread, until it has ended; {@link #measure} may be called from any.
 */
public final class GeneratorDelay {
    /** Below this, a delay is what any scheduler does to a thread. */
    public static final double LEAST_LIMIT_MILLIS = 5;
    private static final double SHARE_OF_BOUND = 0.1;
    private static final double LEAST_SHARE_SENT = 0.99;

    private final Histogram micros = new Histogram(3_600_000_000L, 3);

    private long sent;
    private volatile boolean measuring;

    /** From now on delays count: a connection that is opened while warming up delays nobody who is measured. */
    public void measure() {
        measuring = true;
    }

    /** A frame went out. @param lateNanos below 0 counts as in time */
    public void sent(long lateNanos) {
        sent++;
        if (measuring) {
            micros.recordValue(Math.min(3_600_000_000L, Math.max(0, lateNanos / 1_000)));
        }
    }

    public double millis(double percentile) {
        return micros.getTotalCount() == 0 ? Double.NaN : micros.getValueAtPercentile(percentile) / 1e3;
    }

    /** All frames, measured or not. */
    public long sent() {
        return sent;
    }

    /** The 99th percentile may be a tenth of the bound, and always 5 ms. @param boundMillis 0: none */
    public static double limitMillis(double boundMillis) {
        return Math.max(LEAST_LIMIT_MILLIS, SHARE_OF_BOUND * boundMillis);
    }

    /**
     * Why the run must be rejected; empty where the generator kept up.
     *
     * @param scheduled frames that should have gone
     * @param boundMillis the latency bound; 0: none
     */
    public List<String> problems(long scheduled, double boundMillis) {
        List<String> problems = new ArrayList<>();
        if (sent() < LEAST_SHARE_SENT * scheduled) {
            problems.add("the generator sent " + sent() + " of " + scheduled + " frames");
        }
        double limit = limitMillis(boundMillis);
        if (millis(99) > limit) {
            problems.add(String.format(Locale.ROOT, "the generator was late itself: 99th percentile %.1f ms, the limit is %.1f ms;"
                    + " use a faster or idle machine, fewer frames/s or smaller frames", millis(99), limit));
        }
        return problems;
    }

    public Histogram histogram() {
        return micros;
    }
}
