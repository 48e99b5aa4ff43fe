package dev.framelot.inference.family;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.OutputFamily;
import java.util.List;
import java.util.Optional;

/** A family that reads a single output. */
interface OneOutput extends OutputFamily {
    int MOST_ROWS = 200_000;

    /** In one clause, where the shape does not fit. */
    Optional<String> shapeProblem(TensorFacts output, GridCells grid);

    /** The only one; of several the first of the right rank. */
    @Override
    default Optional<List<TensorFacts>> pick(GraphFacts graph) {
        if (graph.outputs().size() == 1) {
            return Optional.of(graph.outputs());
        }
        return graph.outputs().stream().filter(output -> output.rank() == 3 && output.type().isFloat()).findFirst().map(List::of);
    }

    @Override
    default Optional<String> shapeProblem(List<TensorFacts> outputs, InputGeometry input) {
        TensorFacts output = outputs.get(0);
        return outputs.size() != 1
                ? Optional.of("are " + outputs.size() + ", family " + name() + " reads one")
                : shapeProblem(output, new GridCells(input.width(), input.height()));
    }

    /** Whether [N, rows, columns] can be a detector's, where an axis that is free fits all. */
    default Optional<String> rowsProblem(TensorFacts output, String needed, boolean fits) {
        boolean sane = output.rank() == 3 && output.type().isFloat() && output.axis(1) != 0 && output.axis(2) != 0
                && output.axis(1) <= MOST_ROWS && output.axis(2) <= MOST_ROWS;
        return sane && fits ? Optional.empty() : Optional.of("is " + output + ", family " + name() + " needs float " + needed);
    }

    /** At least so many, or free. */
    static boolean atLeast(long length, long least) {
        return length == TensorFacts.FREE || length >= least;
    }
}
