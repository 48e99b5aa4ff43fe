package dev.framelot.inference;

import java.util.Arrays;

/**
 * Keeps, of boxes of one class that overlap too much, the most confident. Greedy, by class, one label a box.
 *
 * <p>Pinned: the most confident first; of two equally confident the one added first; a box goes if it overlaps a kept box of
 * its class by <em>more</em> than the limit (exactly the limit stays); an empty box overlaps nothing. Where it is told to hold
 * to one label, the same box goes a second time whatever its class, however much boxes may overlap. Reused from frame to frame
 * without allocation; one thread.
 */
public final class NonMaxSuppression {
    private static final int COORDINATES = 4;

    private final float maxIou;
    private final boolean oneLabel;
    private final float[] corners;
    private final float[] confidences;
    private final int[] classIds;
    /** Sorts ascending: the most confident first, then the first added. */
    private final long[] keys;
    /** After suppression its first entries are the boxes that were kept, best first. */
    private final int[] order;
    private int count;
    private boolean truncated;

    /** @param maxIou intersection over union, 0..1 */
    public NonMaxSuppression(int capacity, float maxIou) {
        this(capacity, maxIou, false);
    }

    /** @param oneLabel of boxes with the very same corners keep the most confident only, whatever their class */
    public NonMaxSuppression(int capacity, float maxIou, boolean oneLabel) {
        this.maxIou = maxIou;
        this.oneLabel = oneLabel;
        this.corners = new float[capacity * COORDINATES];
        this.confidences = new float[capacity];
        this.classIds = new int[capacity];
        this.keys = new long[capacity];
        this.order = new int[capacity];
    }

    public void clear() {
        count = 0;
        truncated = false;
    }

    /** @param confidence not negative */
    public void add(float x1, float y1, float x2, float y2, float confidence, int classId) {
        int at = count * COORDINATES;
        corners[at] = x1;
        corners[at + 1] = y1;
        corners[at + 2] = x2;
        corners[at + 3] = y2;
        confidences[count] = confidence;
        classIds[count] = classId;
        // Floats that are not negative compare as their bits do.
        keys[count] = (long) ~Float.floatToIntBits(confidence + 0f) << 32 | count;
        count++;
    }

    /** @return how many are kept, at most {@code limit}; they have the ranks 0..kept-1 */
    public int suppress(int limit) {
        int kept = 0;
        truncated = false;
        Arrays.sort(keys, 0, count);
        for (int rank = 0; rank < count; rank++) {
            int box = (int) keys[rank];
            if (isSuppressed(box, kept)) {
                continue;
            }
            if (kept == limit) {
                truncated = true;
                break;
            }
            order[kept++] = box;
        }
        return kept;
    }

    /** The last {@link #suppress} would have kept more than its limit. */
    public boolean truncated() {
        return truncated;
    }

    public float x1(int rank) {
        return corners[order[rank] * COORDINATES];
    }

    public float y1(int rank) {
        return corners[order[rank] * COORDINATES + 1];
    }

    public float x2(int rank) {
        return corners[order[rank] * COORDINATES + 2];
    }

    public float y2(int rank) {
        return corners[order[rank] * COORDINATES + 3];
    }

    public float confidence(int rank) {
        return confidences[order[rank]];
    }

    public int classId(int rank) {
        return classIds[order[rank]];
    }

    private boolean isSuppressed(int box, int kept) {
        if (maxIou >= 1 && !oneLabel) {
            return false;
        }
        for (int rank = 0; rank < kept; rank++) {
            int better = order[rank];
            if (oneLabel && isSame(better, box) || classIds[better] == classIds[box] && overlaps(better, box)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(int one, int other) {
        int a = one * COORDINATES;
        int b = other * COORDINATES;
        return Arrays.equals(corners, a, a + COORDINATES, corners, b, b + COORDINATES);
    }

    private boolean overlaps(int one, int other) {
        int a = one * COORDINATES;
        int b = other * COORDINATES;
        float width = Math.min(corners[a + 2], corners[b + 2]) - Math.max(corners[a], corners[b]);
        float height = Math.min(corners[a + 3], corners[b + 3]) - Math.max(corners[a + 1], corners[b + 1]);
        if (width <= 0 || height <= 0) {
            return false;
        }
        float both = width * height;
        return both > maxIou * (area(a) + area(b) - both);
    }

    private float area(int at) {
        return (corners[at + 2] - corners[at]) * (corners[at + 3] - corners[at + 1]);
    }
}
