package dev.framelot.batching;

/** Which live frames are not worth a place, by their time left alone. Each question writes their ranks, ascending, and answers how many there are. */
final class HopelessFrames {
    private HopelessFrames() {}

    /** Those that can't be on time even alone and at once. @param aloneNanos usual run of the smallest shape */
    static int late(WaitingFrames live, long aloneNanos, long nowNanos, int[] ranks) {
        int late = 0;
        for (int i = 0; i < live.frames(); i++) {
            if (live.get(i).slackNanos(nowNanos) < aloneNanos) {
                ranks[late++] = i;
            }
        }
        return late;
    }

    /**
     * Those that have less than three quarters of the time of the newest.
     *
     * @param afterTicket the newest are those with greater ones
     * @param most so many at most
     */
    static int outlived(WaitingFrames live, long afterTicket, int most, long nowNanos, int[] ranks) {
        // Of the latest few the one that is due first: classes with more time are no measure for one with less.
        long newest = QueuedFrame.NO_DEADLINE;
        for (int i = 0; i < live.frames(); i++) {
            if (live.get(i).ticket() > afterTicket) {
                newest = Math.min(newest, live.get(i).slackNanos(nowNanos));
            }
        }
        int old = 0;
        for (int i = 0; newest != QueuedFrame.NO_DEADLINE && i < live.frames() && old < most; i++) {
            if (live.get(i).slackNanos(nowNanos) < newest / 4 * 3) {
                ranks[old++] = i;
            }
        }
        return old;
    }
}
