package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.family.Families;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.TensorFacts;
import dev.framelot.inference.family.Usual;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the numbers of a model's outputs mean. A new kind of detector is a new family, listed in {@link Families}. */
public interface OutputFamily {

    /** As the model card writes it. */
    String name();

    /** How models of this family are fed, and which boxes they keep, unless their card says otherwise. */
    Usual usual(GraphFacts graph);

    /** The outputs that it reads, in the order its decoder wants them; empty where the graph has no such. */
    Optional<List<TensorFacts>> pick(GraphFacts graph);

    /**
     * What is wrong with outputs of these shapes, in one clause; empty where they fit.
     *
     * @param outputs as {@link #pick} or the card chose them; axes may be free
     */
    Optional<String> shapeProblem(List<TensorFacts> outputs, InputGeometry input);

    /** How many classes the shapes tell; empty where they don't. */
    OptionalInt classes(List<TensorFacts> outputs);

    /**
     * A decoder for one lane.
     *
     * @param outputs fit {@link #shapeProblem} and have no free axis but N
     */
    BoxDecoder newDecoder(ModelCard card, List<TensorFacts> outputs);

    static List<OutputFamily> all() {
        return Families.all();
    }

    static List<String> names() {
        return all().stream().map(OutputFamily::name).toList();
    }

    static Optional<OutputFamily> named(String name) {
        return all().stream().filter(family -> family.name().equals(name)).findFirst();
    }
}
