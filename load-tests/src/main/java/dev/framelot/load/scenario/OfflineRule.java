package dev.framelot.load.scenario;

import java.util.Locale;

/** MLPerf's Offline: all at once, and how many a second come out. */
public final class OfflineRule {
    public static final int FEWEST_SAMPLES = 24_576;

    private OfflineRule() {}

    public record Told(double framesPerSecond, boolean valid, String sentence) {}

    /** @param frames answered @param seconds from the first frame's send time to the last answer */
    public static Told judge(long frames, long sent, double seconds, double leastSeconds) {
        double rate = frames / seconds;
        String why = frames < sent ? (sent - frames) + " frames have no result"
                : frames < FEWEST_SAMPLES ? "the rules ask for " + FEWEST_SAMPLES + " samples"
                : seconds < leastSeconds ? String.format(Locale.ROOT, "the rules ask for %.0f s", leastSeconds) : "";
        return new Told(rate, why.isEmpty(), String.format(Locale.ROOT, "%s: %.1f frames/s, %d frames in %.1f s%s",
                why.isEmpty() ? "valid" : "invalid", rate, frames, seconds, why.isEmpty() ? "" : "; " + why));
    }
}
