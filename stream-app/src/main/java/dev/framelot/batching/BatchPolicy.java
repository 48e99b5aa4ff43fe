package dev.framelot.batching;

/** One objective. Asked only while a frame waits and a lane is free; called by the batcher's owner alone. */
public interface BatchPolicy {

    Verdict decide(QueueView queue, long nowNanos);

    /** Go now, or ask again. */
    sealed interface Verdict {
        /** @param frames how many to take, {@code 1..queue.eligibleFrames()} @param shape where they run */
        record Go(int frames, int shape, DispatchReason reason) implements Verdict {}

        /** @param untilNanos monotonic, later than now */
        record Wait(long untilNanos) implements Verdict {}
    }
}
