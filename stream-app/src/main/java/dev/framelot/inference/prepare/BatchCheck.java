package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.onnx.BareSession;
import dev.framelot.inference.onnx.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a graph gives each frame of a batch what the file as it came gives the frame in its own batch. The frames are random
 * and different, so that frames that are mixed, swapped or torn show.
 */
final class BatchCheck {
    /** Kernels sum in another order for another batch: of the larger number, and at least of 1. */
    private static final double TOLERANCE = 1e-3;
    private static final int BATCHES = 3;

    private BatchCheck() {}

    /**
     * @return why it is not so; empty where it is
     * @throws InferenceException the file as it came does not run
     */
    static Optional<String> problem(GraphInputs original, Model freed) throws InferenceException {
        int batch = original.batch();
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= (long) BATCHES * batch; seed++) {
            seeds.add(seed);
        }
        List<Map<String, Numbers>> alone = new ArrayList<>();
        try (BareSession session = BareSession.open(ModelFile.bytes(original.model()), "the model as it came", 0)) {
            for (int first = 0; first < seeds.size(); first += batch) {
                alone.add(session.run(original.random(seeds.subList(first, first + batch))));
            }
        }
        try (BareSession session = BareSession.open(ModelFile.bytes(freed), "the model with a free batch axis", 0)) {
            Map<String, Numbers> together = session.run(original.random(seeds));
            for (int i = 0; i < BATCHES; i++) {
                Optional<String> problem = difference(alone.get(i), together, i);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return Optional.empty();
        } catch (InferenceException doesNotRun) {
            return Optional.of("with " + seeds.size() + " frames it does not run: " + firstLine(doesNotRun.getMessage()));
        }
    }

    private static Optional<String> difference(Map<String, Numbers> alone, Map<String, Numbers> together, int part) {
        for (Map.Entry<String, Numbers> output : alone.entrySet()) {
            double[] want = output.getValue().values();
            double[] all = together.get(output.getKey()).values();
            if (all.length != (long) want.length * BATCHES) {
                return Optional.of("output '" + output.getKey() + "' has " + all.length + " numbers for " + BATCHES + " batches, for one it had " + want.length);
            }
            for (int i = 0; i < want.length; i++) {
                double got = all[part * want.length + i];
                boolean same = Math.abs(want[i] - got) <= TOLERANCE * Math.max(1, Math.abs(want[i])) || Double.isNaN(want[i]) && Double.isNaN(got);
                if (!same) {
                    return Optional.of("output '" + output.getKey() + "' gives a frame other numbers beside others than alone: "
                            + (float) got + " instead of " + (float) want[i]);
                }
            }
        }
        return Optional.empty();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
