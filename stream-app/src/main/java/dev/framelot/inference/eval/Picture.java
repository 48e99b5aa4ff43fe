package dev.framelot.inference.eval;

import dev.framelot.frame.Detection;
import java.util.List;

/** One picture: what was found, and what is there. */
public record Picture(List<Detection> found, List<Truth> truths) {
    public Picture {
        found = List.copyOf(found);
        truths = List.copyOf(truths);
    }
}
