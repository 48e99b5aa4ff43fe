package dev.framelot.batching;

import java.util.List;

/** One objective. Asked only while a live frame waits and a lane is free; called by the batcher's owner alone. */
public interface BatchPolicy {

    /**
     * What to do now. May be asked again in the same moment with less time, and what it answers may not come to pass: what it remembers for later
     * decisions is told by {@link #goes}.
     */
    Verdict decide(QueueView queue);

    /**
     * A batch goes, by the latest answer or instead of it; told once for each batch of live frames.
     *
     * @param frames that it was decided to take
     * @param eligible that could have gone with it, at least as many
     */
    default void goes(int frames, int eligible) {}

    /** Whether frames are taken by deadline; else by arrival, cameras in turn. */
    default boolean byDeadline() {
        return true;
    }

    /** Name of the mode, as the settings have it. */
    String name();

    /** A possibility that was weighed. @param shed heads that would be left out @param value what the policy maximises; units are its own */
    record Candidate(int shape, int frames, int shed, double value) {}

    /** Go now, leave frames out, or ask again. */
    sealed interface Verdict {
        /**
         * @param frames how many to take, {@code 1..queue.eligible()}
         * @param shape where they run
         * @param candidates what was weighed, the chosen one among them; may be empty
         */
        record Go(int frames, int shape, DispatchReason reason, List<Candidate> candidates) implements Verdict {
            public Go {
                candidates = List.copyOf(candidates);
            }

            public Go(int frames, int shape, DispatchReason reason) {
                this(frames, shape, reason, List.of());
            }
        }

        /** Leave out the first {@code heads} frames, then ask again. @param predictedFinishNanos from now, of the run they would have missed */
        record Shed(int heads, ShedReason reason, long predictedFinishNanos) implements Verdict {}

        /** @param nanos from now, more than 0 */
        record Wait(long nanos) implements Verdict {}
    }
}
