package dev.framelot.inference;

/**
 * Keeps, of boxes of one class that overlap too much, the most confident. Greedy, by class, one label a box.
 *
 * <p>Pinned: the most confident first; of two equally confident the one added first; a box goes if it overlaps a kept box of
 * its class by <em>more</em> than the limit (exactly the limit stays); an empty box overlaps nothing. Reused from frame to
 * frame without allocation; one thread.
 */
final class NonMaxSuppression {
    private static final int COORDINATES = 4;

    private final float maxIou;
    private final float[] corners;
    private final float[] confidences;
    private final int[] classIds;
    /** Added boxes, best first; after suppression its first entries are those that were kept. */
    private final int[] order;
    private int count;
    private boolean truncated;

    /** @param maxIou intersection over union, 0..1 */
    NonMaxSuppression(int capacity, float maxIou) {
        this.maxIou = maxIou;
        this.corners = new float[capacity * COORDINATES];
        this.confidences = new float[capacity];
        this.classIds = new int[capacity];
        this.order = new int[capacity];
    }

    void clear() {
        count = 0;
        truncated = false;
    }

    /** Cheap where boxes come sorted, and right where they don't. */
    void add(float x1, float y1, float x2, float y2, float confidence, int classId) {
        int at = count * COORDINATES;
        corners[at] = x1;
        corners[at + 1] = y1;
        corners[at + 2] = x2;
        corners[at + 3] = y2;
        confidences[count] = confidence;
        classIds[count] = classId;
        int rank = count;
        while (rank > 0 && confidences[order[rank - 1]] < confidence) {
            order[rank] = order[rank - 1];
            rank--;
        }
        order[rank] = count;
        count++;
    }

    /** @return how many are kept, at most {@code limit}; they have the ranks 0..kept-1 */
    int suppress(int limit) {
        int kept = 0;
        for (int rank = 0; rank < count; rank++) {
            int box = order[rank];
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
    boolean truncated() {
        return truncated;
    }

    float x1(int rank) {
        return corners[order[rank] * COORDINATES];
    }

    float y1(int rank) {
        return corners[order[rank] * COORDINATES + 1];
    }

    float x2(int rank) {
        return corners[order[rank] * COORDINATES + 2];
    }

    float y2(int rank) {
        return corners[order[rank] * COORDINATES + 3];
    }

    float confidence(int rank) {
        return confidences[order[rank]];
    }

    int classId(int rank) {
        return classIds[order[rank]];
    }

    private boolean isSuppressed(int box, int kept) {
        for (int rank = 0; rank < kept; rank++) {
            int better = order[rank];
            if (classIds[better] == classIds[box] && overlaps(better, box)) {
                return true;
            }
        }
        return false;
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
