package dev.framelot.batching;

import java.util.List;

/**
 * A batch and what was known when it was decided, for people who ask why.
 *
 * @param batch what was chosen
 * @param mode the policy's name
 * @param liveWaiting live frames that waited, those of the batch included
 * @param backfillWaiting backfill frames that waited, those of the batch included
 * @param headSlackNanos time left to the first of them; {@link QueuedFrame#NO_DEADLINE} without a deadline
 * @param perNano live frames per nanosecond
 * @param stableShape b*
 * @param load arrivals ÷ what the most efficient shape can do
 * @param candidates what was weighed; empty where the rule needs no weighing
 */
public record Decision(
        Batch batch,
        String mode,
        int liveWaiting,
        int backfillWaiting,
        long headSlackNanos,
        double perNano,
        int stableShape,
        double load,
        List<BatchPolicy.Candidate> candidates) {}
