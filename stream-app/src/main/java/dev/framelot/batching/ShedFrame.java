package dev.framelot.batching;

/**
 * A frame that is left out on purpose.
 *
 * @param ageNanos since its arrival
 * @param slackNanos that was left until its deadline; negative: late; {@link QueuedFrame#NO_DEADLINE} without a deadline
 * @param predictedFinishNanos from now until its run could have ended at best; 0 where time was not the reason
 */
public record ShedFrame(QueuedFrame frame, ShedReason reason, long ageNanos, long slackNanos, long predictedFinishNanos) {}
