package dev.framelot.topology;

import dev.framelot.dispatch.FrameTask;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * How frames come to one model.
 *
 * @param topics of frames for it alone; for the first model those beside the settings' own
 * @param pipeline takes a frame without blocking
 * @param useful frames worth having in flight now
 * @param maxFrames of its topics in flight
 */
public record ModelIntake(String name, List<String> topics, Consumer<FrameTask> pipeline, IntSupplier useful, int maxFrames) {
    public ModelIntake {
        topics = List.copyOf(topics);
    }
}
