package dev.framelot.load.figure;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.FramelotConfig;

/** The application in this process while it works off a backlog. */
final class Drain {
    private Drain() {}

    /** Frames that must wait in the topic beyond those measured, so that the application is never short of them. */
    static final int MARGIN_FRAMES = 200;

    /** @param skip frames before the window, for warming up */
    static RateWindow measure(FramelotConfig config, long skip, long frames) throws InterruptedException {
        try (FramelotApp app = FramelotApp.start(config)) {
            return RateWindow.measure(app.counters()::detected, skip, frames, () -> app.ended() || app.counters().deadLettered() > 0);
        }
    }
}
