package dev.framelot.batching;

/** Which frames of a class may be left out. */
public enum DropPolicy {
    /** None: late frames run too. */
    KEEP_ALL,
    /** Those that cannot be on time, and those whose loss saves more behind them. */
    SHED_LATE,
    /** As SHED_LATE, and of each camera only the newest waiting frame is kept. */
    KEEP_LATEST
}
