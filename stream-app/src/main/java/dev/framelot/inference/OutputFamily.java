package dev.framelot.inference;

import java.util.List;
import java.util.Optional;

/** What the numbers of a model's output mean. A new kind of detector is a new family, listed in {@link #all()}. */
public interface OutputFamily {

    /** As the model card writes it. */
    String name();

    /**
     * What is wrong with an output of this shape, in one clause; empty where it fits.
     *
     * @param shape of the whole batch, [N, ...]; -1 where an axis is free
     */
    Optional<String> shapeProblem(long[] shape);

    /**
     * A decoder for one lane.
     *
     * @param batchShape [N, ...], fits {@link #shapeProblem} and has no free axis but N
     */
    BoxDecoder newDecoder(ModelCard card, long[] batchShape);

    static List<OutputFamily> all() {
        return List.of(new TopkFamily());
    }

    static List<String> names() {
        return all().stream().map(OutputFamily::name).toList();
    }

    static Optional<OutputFamily> named(String name) {
        return all().stream().filter(family -> family.name().equals(name)).findFirst();
    }
}
