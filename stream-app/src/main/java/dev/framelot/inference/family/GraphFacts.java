package dev.framelot.inference.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a graph says of itself, whoever read it.
 *
 * @param inputs without the weights that old exports list among them
 * @param metadata the custom key-value pairs of the file
 * @param counted how many classes the graph counts inside; empty where nobody looked, or it does not
 */
public record GraphFacts(List<TensorFacts> inputs, List<TensorFacts> outputs, Map<String, String> metadata, OptionalInt counted) {
    public GraphFacts {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        metadata = Map.copyOf(metadata);
    }

    public GraphFacts(List<TensorFacts> inputs, List<TensorFacts> outputs, Map<String, String> metadata) {
        this(inputs, outputs, metadata, OptionalInt.empty());
    }

    /** The same graph with the shapes that a run really gave. */
    public GraphFacts withOutputs(List<TensorFacts> ran) {
        return new GraphFacts(inputs, ran, metadata, counted);
    }

    public GraphFacts counting(int classes) {
        return new GraphFacts(inputs, outputs, metadata, OptionalInt.of(classes));
    }

    public Optional<String> meta(String key) {
        return Optional.ofNullable(metadata.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The first output so named, in any case. */
    Optional<TensorFacts> output(String... names) {
        for (String name : names) {
            for (TensorFacts output : outputs) {
                if (output.plainName().equals(name)) {
                    return Optional.of(output);
                }
            }
        }
        return Optional.empty();
    }

    Optional<TensorFacts> input(String name) {
        return inputs.stream().filter(input -> input.plainName().equals(name)).findFirst();
    }
}
