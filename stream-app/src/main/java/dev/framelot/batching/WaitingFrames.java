package dev.framelot.batching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The live frames that wait, in the order in which a batch takes them: by deadline or by arrival, and frames of one
 * camera always as they arrived. A frame that is due before an older one of its camera therefore waits for that one.
 *
 * <p>When cameras take turns, each gives one frame before any gives its second, so that a hot camera can't starve the
 * others. Owner: the batcher.
 */
final class WaitingFrames {
    /** A live frame without a deadline is ordered as if it were due this long after its arrival, so that it can't wait for ever. */
    static final long AS_IF_DUE_NANOS = 5_000_000_000L;

    private record Entry(QueuedFrame frame, long key) {}

    private static final class Camera {
        int frames;
        long lastKey;
        int round;
    }

    private final List<Entry> inOrder = new ArrayList<>();
    private final Map<String, Camera> cameras = new HashMap<>();
    private final boolean byDeadline;
    private long originNanos;
    private boolean begun;
    private long bytes;

    /** @param byDeadline else by arrival */
    WaitingFrames(boolean byDeadline) {
        this.byDeadline = byDeadline;
    }

    int frames() {
        return inOrder.size();
    }

    long bytes() {
        return bytes;
    }

    boolean byDeadline() {
        return byDeadline;
    }

    /** In order; index 0 is the first that a batch takes while no camera is hot. */
    QueuedFrame get(int index) {
        return inOrder.get(index).frame;
    }

    int waitingOf(String cameraId) {
        Camera camera = cameras.get(cameraId);
        return camera == null ? 0 : camera.frames;
    }

    void add(QueuedFrame frame) {
        if (!begun) {
            begun = true;
            originNanos = frame.arrivalNanos();
        }
        Camera camera = cameras.computeIfAbsent(frame.cameraId(), id -> new Camera());
        long key = key(frame);
        if (camera.frames > 0) {
            key = Math.max(key, camera.lastKey);
        }
        camera.frames++;
        camera.lastKey = key;
        int at = inOrder.size();
        while (at > 0 && inOrder.get(at - 1).key > key) {
            at--;
        }
        inOrder.add(at, new Entry(frame, key));
        bytes += frame.bytes();
    }

    /** Differences of monotonic times, so that an origin near the wrap-around does no harm. */
    private long key(QueuedFrame frame) {
        long arrival = frame.arrivalNanos() - originNanos;
        if (!byDeadline) {
            return arrival;
        }
        long budget = frame.budgetNanos() == QueuedFrame.NO_DEADLINE ? AS_IF_DUE_NANOS : frame.budgetNanos();
        return arrival + Math.max(-AS_IF_DUE_NANOS * 1_000, Math.min(budget, AS_IF_DUE_NANOS * 1_000));
    }

    /**
     * Writes the order of taking into {@code order}, which holds at least {@link #frames()}; returns how many of its first a
     * batch of at most {@code most} could take with at most {@code sameCamera} of each camera (0 = any).
     */
    int order(int[] order, int most, int sameCamera, boolean turns) {
        int n = inOrder.size();
        if (!turns && sameCamera == 0) {
            for (int i = 0; i < n; i++) {
                order[i] = i;
            }
            return Math.min(most, n);
        }
        int limit = sameCamera == 0 ? Integer.MAX_VALUE : sameCamera;
        int[] rounds = new int[n];
        int lastRound = 0;
        cameras.values().forEach(camera -> camera.round = 0);
        for (int i = 0; i < n; i++) {
            rounds[i] = cameras.get(inOrder.get(i).frame.cameraId()).round++;
            lastRound = Math.max(lastRound, rounds[i]);
        }
        int eligible = 0;
        int filled = 0;
        boolean[] taken = new boolean[n];
        if (turns) {
            for (int round = 0; round <= Math.min(lastRound, limit - 1) && filled < most; round++) {
                for (int i = 0; i < n && filled < most; i++) {
                    if (rounds[i] == round) {
                        order[filled++] = i;
                        taken[i] = true;
                    }
                }
            }
        } else {
            for (int i = 0; i < n && filled < most; i++) {
                if (rounds[i] < limit) {
                    order[filled++] = i;
                    taken[i] = true;
                }
            }
        }
        eligible = filled;
        for (int i = 0; i < n; i++) {
            if (!taken[i]) {
                order[filled++] = i;
            }
        }
        return eligible;
    }

    /** Whether one camera has far more frames waiting than its share: more than chance explains. */
    boolean hotCamera() {
        if (cameras.size() < 2) {
            return false;
        }
        double share = (double) inOrder.size() / cameras.size();
        double limit = 2 * share + 4 * Math.sqrt(share);
        for (Camera camera : cameras.values()) {
            if (camera.frames > limit) {
                return true;
            }
        }
        return false;
    }

    /** Removes the frames at these indices and returns them in the order given. */
    List<QueuedFrame> remove(int[] indices, int count) {
        List<QueuedFrame> removed = new ArrayList<>(count);
        boolean[] gone = new boolean[inOrder.size()];
        for (int i = 0; i < count; i++) {
            QueuedFrame frame = inOrder.get(indices[i]).frame;
            removed.add(frame);
            gone[indices[i]] = true;
            bytes -= frame.bytes();
            Camera camera = cameras.get(frame.cameraId());
            if (--camera.frames == 0) {
                cameras.remove(frame.cameraId());
            }
        }
        int kept = 0;
        for (int i = 0; i < gone.length; i++) {
            if (!gone[i]) {
                inOrder.set(kept++, inOrder.get(i));
            }
        }
        inOrder.subList(kept, gone.length).clear();
        return removed;
    }
}
