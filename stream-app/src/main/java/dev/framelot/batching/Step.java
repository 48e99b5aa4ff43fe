package dev.framelot.batching;

import java.util.List;

/** What to do now, and when to ask again. */
public sealed interface Step {
    /** Run this batch on a free lane, then ask again at once: another may be due. */
    record Dispatch(Batch batch) implements Step {}

    /** These frames wait no more and run never; then ask again at once. @param frames at least one */
    record Shed(List<ShedFrame> frames) implements Step {
        public Shed {
            frames = List.copyOf(frames);
        }
    }

    /** Nothing to do before this monotonic time, unless a frame arrives or a lane frees earlier. */
    record WaitUntil(long nanos) implements Step {}

    /** Ask again when something happens: no frame waits, no lane is free, or another batcher goes first on the device that they share. */
    record Idle(Cause cause) implements Step {
        /** Why there is nothing to wait for. */
        public enum Cause {
            NO_FRAMES,
            NO_FREE_LANE,
            OTHERS_TURN
        }
    }
}
