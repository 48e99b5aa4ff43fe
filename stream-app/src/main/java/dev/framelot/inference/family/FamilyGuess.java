package dev.framelot.inference.family;

import java.util.Optional;

/** Which family a graph's outputs belong to, and why: a sentence for the person who brought the model. */
public sealed interface FamilyGuess {
    String because();

    /** @param family as the model card writes it, one of {@code Families.names()} */
    record Found(String family, String because) implements FamilyGuess {}

    /** Known, and not for here: masks, poses, oriented boxes, raw heads. No card makes it run. */
    record Refused(String because) implements FamilyGuess {}

    /** Nothing that is known; a card that names the family may make it run. */
    record Unknown(String because) implements FamilyGuess {}

    static FamilyGuess of(GraphFacts graph) {
        Optional<InputGuess> input = InputGuess.of(graph);
        if (input.isEmpty()) {
            return new Unknown(InputGuess.problem(graph));
        }
        GridCells cells = new GridCells(input.get().width(), input.get().height());
        return TaskGuess.of(graph)
                .or(() -> SeveralOutputsGuess.of(graph, cells))
                .or(() -> OneOutputGuess.of(graph, cells))
                .orElseGet(() -> new Unknown("the outputs " + graph.outputs() + " fit no family; name one as output.family in a model card"));
    }
}
