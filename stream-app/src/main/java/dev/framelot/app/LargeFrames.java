package dev.framelot.app;

import dev.framelot.claim.ClaimDesk;
import dev.framelot.claim.ClaimFetcher;
import dev.framelot.config.ClaimCheckSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.SlicingSettings;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.image.SliceLimits;
import java.util.function.Consumer;

/** From settings to what cuts large frames, and what fetches them. */
final class LargeFrames {
    private LargeFrames() {}

    static SliceLimits slices(FramelotConfig config) {
        SlicingSettings s = config.slicing();
        return s.abovePixels().isEmpty()
                ? SliceLimits.OFF
                : new SliceLimits(s.abovePixels().getAsLong(), s.tilePixels(), s.overlap(), s.maxTiles(), s.maxPixels(), config.inference().maxDetections(),
                        s.wholeBytes());
    }

    static ClaimFetcher fetcher(ClaimCheckSettings c) {
        return new ClaimFetcher(c.roots(), c.loopback(), c.timeout(), c.attempts());
    }

    static ClaimDesk desk(FramelotConfig config, Consumer<FrameTask> pipeline, Consumer<Throwable> whenBroken) {
        ClaimCheckSettings c = config.claimCheck();
        return new ClaimDesk(fetcher(c), config.delivery().inFlightBytes(), c.on() ? c.fetchers() : 0, pipeline, whenBroken);
    }
}
