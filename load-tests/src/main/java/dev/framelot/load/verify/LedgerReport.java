package dev.framelot.load.verify;

/**
 * What the books say.
 *
 * @param published frames the broker acknowledged
 * @param detected frames whose first fate was a detection
 * @param shed frames whose first fate was to be shed
 * @param deadLettered frames whose first fate was a dead letter
 * @param records records read from all three topics
 * @param lost published frames without a fate
 * @param duplicated records beyond a frame's first
 * @param outOfOrder first fates that came after a later frame of the same camera on the same topic
 * @param unexpected frames with a fate that nobody published
 * @param unidentified records that name no sequence
 */
public record LedgerReport(
        long published, long detected, long shed, long deadLettered, long records, long lost, long duplicated, long outOfOrder, long unexpected, long unidentified) {

    public long frames() {
        return detected + shed + deadLettered;
    }
}
