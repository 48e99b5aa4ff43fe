package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import java.nio.file.Path;

/**
 * Topics, group and folder of one contestant in one variant.
 *
 * @param config whose broker, topics and application id (as the group) are meant
 * @param state outlives an instance
 */
record ContestPlace(FramelotConfig config, Path state) {}
