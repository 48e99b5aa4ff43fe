package dev.framelot.dispatch;

import dev.framelot.batching.Batch;
import java.util.List;

/** A batch on its way to a lane. @param frames in the order of {@code batch.frames()} @param model that runs it */
record LaneBatch(Batch batch, String mode, List<DecodedFrame> frames, WarmModel model, long decidedNanos) {}
