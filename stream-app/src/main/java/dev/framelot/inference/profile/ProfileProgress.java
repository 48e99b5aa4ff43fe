package dev.framelot.inference.profile;

/** Hears how far measuring is; by the measuring thread, between runs. */
public interface ProfileProgress {
    ProfileProgress SILENT = new ProfileProgress() {};

    /** The lane is opened and warmed up now, which may take a while. */
    default void begins(int shape) {}

    /** @param remainingNanos of this shape, as it looks now */
    default void ran(int shape, int runs, int ofRuns, long remainingNanos) {}

    default void finished(ShapeRun run) {}
}
