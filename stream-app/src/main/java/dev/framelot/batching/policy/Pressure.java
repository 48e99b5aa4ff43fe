package dev.framelot.batching.policy;

import dev.framelot.batching.QueueView;

/** How near the device is to its limit, as a policy sees it. */
final class Pressure {
    private Pressure() {}

    /** Arrivals ÷ what the most efficient allowed shape can do. */
    static double of(QueueView queue) {
        double best = 0;
        for (int shape : queue.cost().shapes().ascending()) {
            best = Math.max(best, queue.cost().efficiency(shape));
            if (shape >= queue.maxFrames()) {
                break;
            }
        }
        return queue.perNano() / (best * queue.concurrent() * queue.left());
    }
}
