package dev.framelot.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Frames that wait: one first-in first-out queue a camera. A batch takes one frame of each camera in turn, beginning with
 * the camera whose head has waited longest, so that one hot camera can't starve the others, and the oldest frame of all
 * is always taken. Owner: the batcher.
 */
final class CameraQueues {
    private final Map<String, ArrayDeque<QueuedFrame>> byCamera = new HashMap<>();
    private int frames;
    private long bytes;

    int frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }

    void add(QueuedFrame frame) {
        byCamera.computeIfAbsent(frame.cameraId(), camera -> new ArrayDeque<>()).addLast(frame);
        frames++;
        bytes += frame.bytes();
    }

    /** Arrival of the frame that has waited longest; only while frames wait. */
    long oldestArrivalNanos() {
        boolean first = true;
        long oldest = 0;
        for (ArrayDeque<QueuedFrame> queue : byCamera.values()) {
            long arrival = queue.peekFirst().arrivalNanos();
            if (first || arrival - oldest < 0) {
                oldest = arrival;
                first = false;
            }
        }
        if (first) {
            throw new IllegalStateException("No frame waits: there is no oldest");
        }
        return oldest;
    }

    /** How many frames a batch of at most {@code most} could take with at most {@code sameCamera} of each (0 = any). */
    int eligible(int most, int sameCamera) {
        if (sameCamera == 0) {
            return Math.min(most, frames);
        }
        int eligible = 0;
        for (ArrayDeque<QueuedFrame> queue : byCamera.values()) {
            eligible += Math.min(queue.size(), sameCamera);
            if (eligible >= most) {
                return most;
            }
        }
        return eligible;
    }

    /** Takes up to {@code most} frames and {@code maxBytes} bytes (but always one frame), cameras in turn. */
    List<QueuedFrame> take(int most, long maxBytes, int sameCamera) {
        record Turn(int round, QueuedFrame head) {}
        PriorityQueue<Turn> turns = new PriorityQueue<>(Math.max(1, byCamera.size()), (a, b) -> a.round != b.round
                ? Integer.compare(a.round, b.round)
                : a.head.arrivalNanos() != b.head.arrivalNanos()
                        ? Long.signum(a.head.arrivalNanos() - b.head.arrivalNanos())
                        : Long.compare(a.head.ticket(), b.head.ticket()));
        byCamera.values().forEach(queue -> turns.add(new Turn(1, queue.peekFirst())));

        List<QueuedFrame> taken = new ArrayList<>(most);
        long takenBytes = 0;
        while (taken.size() < most && !turns.isEmpty()) {
            Turn turn = turns.poll();
            QueuedFrame frame = turn.head;
            if (!taken.isEmpty() && takenBytes + frame.bytes() > maxBytes) {
                break;
            }
            taken.add(frame);
            takenBytes += frame.bytes();
            ArrayDeque<QueuedFrame> queue = byCamera.get(frame.cameraId());
            queue.removeFirst();
            if (queue.isEmpty()) {
                byCamera.remove(frame.cameraId());
            } else if (sameCamera == 0 || turn.round < sameCamera) {
                turns.add(new Turn(turn.round + 1, queue.peekFirst()));
            }
        }
        frames -= taken.size();
        bytes -= takenBytes;
        return taken;
    }
}
