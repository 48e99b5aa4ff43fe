package dev.framelot.load.verify;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The oracle's books: which frames were published, which met a fate, and what does not add up. About two bits a frame.
 *
 * <p>Publication and fate may be entered in any order, since a detection can be read before the producer hears of its
 * acknowledgement. Safe for use by several threads.
 */
public final class FrameLedger {
    private final Map<String, CameraPage> pages = new HashMap<>(); // guarded by this
    private final Map<Fate, Long> distinct = new EnumMap<>(Fate.class); // guarded by this
    private long fates; // guarded by this
    private long duplicated; // guarded by this
    private long outOfOrder; // guarded by this
    private long unidentified; // guarded by this

    public FrameLedger() {
        for (Fate fate : Fate.values()) {
            distinct.put(fate, 0L);
        }
    }

    /** The frame was handed to a producer; whether the broker has it is not known yet. */
    public synchronized void attempted(String camera, long sequence) {
        page(camera).attempted.set(index(sequence));
    }

    /** The broker has the frame: from now on it counts as lost until it meets a fate. */
    public synchronized void published(String camera, long sequence) {
        CameraPage page = page(camera);
        page.attempted.set(index(sequence));
        page.published.set(index(sequence));
    }

    /**
     * A record about the frame was read, in the order of its partition.
     *
     * @param sequence below 0 where the record does not name one: counted, never matched
     * @return whether this is the frame's first fate
     */
    public synchronized boolean met(Fate fate, String camera, long sequence) {
        fates++;
        if (sequence < 0 || sequence >= Integer.MAX_VALUE) {
            unidentified++;
            return false;
        }
        CameraPage page = page(camera);
        int frame = index(sequence);
        if (page.met.get(frame)) {
            duplicated++;
            return false;
        }
        page.met.set(frame);
        distinct.merge(fate, 1L, Long::sum);
        int highest = page.highest[fate.ordinal()];
        if (frame < highest) {
            outOfOrder++;
        } else {
            page.highest[fate.ordinal()] = frame;
        }
        return true;
    }

    /** The books as they stand; {@code lost} is only final once the group has caught up. */
    public synchronized LedgerReport report() {
        long published = 0;
        long lost = 0;
        long unexpected = 0;
        for (CameraPage page : pages.values()) {
            published += page.published.cardinality();
            lost += page.missing().cardinality();
            unexpected += page.neverSent().cardinality();
        }
        return new LedgerReport(
                published, distinct.get(Fate.DETECTED), distinct.get(Fate.SHED), distinct.get(Fate.DEAD_LETTERED), fates, lost, duplicated, outOfOrder, unexpected, unidentified);
    }

    /** The first lost frame of each camera that lost any, as {@code camera -> sequence}; for a person who looks for the cause. */
    public synchronized Map<String, Long> firstLost() {
        Map<String, Long> first = new java.util.TreeMap<>();
        pages.forEach((camera, page) -> {
            BitSet missing = page.missing();
            if (!missing.isEmpty()) {
                first.put(camera, (long) missing.nextSetBit(0));
            }
        });
        return first;
    }

    private CameraPage page(String camera) {
        return pages.computeIfAbsent(camera, name -> new CameraPage());
    }

    private static int index(long sequence) {
        if (sequence < 0 || sequence >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The ledger can't keep the sequence " + sequence + "; it must be 0.." + (Integer.MAX_VALUE - 1) + ".");
        }
        return (int) sequence;
    }

    /** One camera; bit index = sequence. */
    private static final class CameraPage {
        final BitSet attempted = new BitSet();
        final BitSet published = new BitSet();
        final BitSet met = new BitSet();
        /** Highest sequence seen on each fate's topic: order holds within a topic, not across. */
        final int[] highest = {-1, -1, -1};

        BitSet missing() {
            BitSet missing = (BitSet) published.clone();
            missing.andNot(met);
            return missing;
        }

        BitSet neverSent() {
            BitSet neverSent = (BitSet) met.clone();
            neverSent.andNot(attempted);
            return neverSent;
        }
    }
}
