package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Value;
import java.util.List;
import java.util.Optional;

/** What came of freeing a model's batch axis. */
sealed interface BatchFreeing {
    /** The model to go on with. */
    Model model();

    /** In a sentence or more, for a person. */
    List<String> sentences();

    /** It takes any batch as it came, and a run of several frames showed it. */
    record WasFree(Model model) implements BatchFreeing {
        @Override
        public List<String> sentences() {
            return List.of("The batch axis was free already; three frames together give what each gives alone.");
        }
    }

    /** It takes any batch now. */
    record Freed(Model model, int from, List<String> changes) implements BatchFreeing {
        @Override
        public List<String> sentences() {
            String how = changes.isEmpty() ? "by its declaration alone" : "with " + changes.size() + " constants rewritten";
            return List.of("The batch axis was fixed at " + from + " and is free now, " + how + "; three batches together give what each gives alone.");
        }
    }

    /**
     * It takes one batch size, and stays as it came; an axis that was only declared free is declared so.
     *
     * @param batch the one size that it takes
     * @param why at least one sentence
     */
    record Stays(Model model, int batch, List<String> why) implements BatchFreeing {
        @Override
        public List<String> sentences() {
            return java.util.stream.Stream.concat(
                    java.util.stream.Stream.of("The batch axis stays fixed at " + batch + ":"), why.stream().map(reason -> "  - " + reason)).toList();
        }
    }

    static BatchFreeing of(GraphInputs inputs) throws InferenceException, BadGraphException {
        Model model = inputs.model();
        if (inputs.isBatchFree()) {
            Optional<String> problem = BatchCheck.problem(inputs, model);
            return problem.isEmpty() ? new WasFree(model) : new Stays(single(model), 1, List.of("it is declared free, but " + problem.get()));
        }
        BatchAxis.Freed freed = BatchAxis.free(model, inputs.images().name(), ValueShapes.of(model, inputs.random(seeds(inputs.batch()))));
        Optional<String> problem = BatchCheck.problem(inputs, freed.model());
        if (problem.isEmpty()) {
            return new Freed(freed.model(), inputs.batch(), freed.changes());
        }
        return new Stays(model, inputs.batch(), freed.obstacles().isEmpty() ? List.of(problem.get()) : freed.obstacles());
    }

    /** Declared as what it is good for, so that whoever runs it gives it single frames. */
    private static Model single(Model model) {
        Graph graph = model.graph();
        return model.with(graph.withInputs(ofOne(graph.inputs(), graph.trueInputs())).withOutputs(ofOne(graph.outputs(), graph.outputs())).withoutValues());
    }

    private static List<Value> ofOne(List<Value> values, List<Value> changed) {
        return values.stream()
                .map(value -> changed.contains(value) && value.shape().filter(axes -> !axes.isEmpty() && axes.get(0).isFree()).isPresent()
                        ? value.withAxis(0, Axis.of(1))
                        : value)
                .toList();
    }

    private static List<Long> seeds(int frames) {
        return java.util.stream.LongStream.rangeClosed(1, frames).boxed().toList();
    }
}
