package dev.framelot.config;

import java.nio.file.Path;
import java.util.List;

/** @param topics of frames for it alone @param lanes its threads, and its share of the device beside the others' */
public record NamedModel(String name, Path path, List<String> topics, int lanes) {
    /** The name of {@code inference.model}. */
    public static final String MAIN = "main";

    public NamedModel {
        topics = List.copyOf(topics);
    }
}
