package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.onnx.OnnxEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What a frame costs in batches of 1, 4 and 8: copy, run and post-processing, the median of some runs. */
final class FrameTimes {
    private static final int[] BATCHES = {1, 4, 8};
    private static final int RUNS = 9;

    private FrameTimes() {}

    /** @return a line for the model, ms per frame; - where the batch is not taken */
    static String row(String what, OnnxEngine engine, List<Lane.Input> frames) throws InferenceException {
        StringBuilder row = new StringBuilder(String.format("%-24s", what));
        for (int batch : BATCHES) {
            boolean taken = engine.fixedBatch().isEmpty() || engine.fixedBatch().getAsInt() == batch;
            row.append(taken ? String.format(Locale.ROOT, " %10.2f", millisPerFrame(engine, frames, batch)) : String.format(" %10s", "-"));
        }
        return row.toString();
    }

    static String head() {
        StringBuilder head = new StringBuilder(String.format("%-24s", "ms per frame, batch of"));
        for (int batch : BATCHES) {
            head.append(String.format(" %10d", batch));
        }
        return head.toString();
    }

    private static double millisPerFrame(OnnxEngine engine, List<Lane.Input> frames, int batch) throws InferenceException {
        List<Lane.Input> filled = new ArrayList<>();
        while (filled.size() < batch) {
            filled.addAll(frames.subList(0, Math.min(frames.size(), batch - filled.size())));
        }
        Collections.rotate(filled, 1);
        double[] millis = new double[RUNS];
        try (Lane lane = engine.openLane(0, List.of(batch))) {
            for (int run = 0; run < RUNS; run++) {
                Lane.BatchResult result = lane.run(filled, batch);
                millis[run] = (result.runNanos() + result.postProcessNanos()) / 1e6 / batch;
            }
        }
        Arrays.sort(millis);
        return millis[RUNS / 2];
    }
}
