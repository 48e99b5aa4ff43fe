package dev.framelot.load.source;

/**
 * Where a publication stands.
 *
 * @param attempted frames handed to the producer
 * @param acknowledged frames the broker has
 * @param failed frames the broker may or may not have
 * @param bytes compressed bytes acknowledged
 * @param lateNanos by how much the latest frame was behind its schedule
 */
public record PublishCounts(long attempted, long acknowledged, long failed, long bytes, long lateNanos) {
    /** Handed over and not yet answered for. */
    public long pending() {
        return attempted - acknowledged - failed;
    }
}
