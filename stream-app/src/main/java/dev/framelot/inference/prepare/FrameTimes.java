package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.onnx.OnnxEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a frame costs in batches of 1, 4 and 8: copy, run and post-processing, the median of some runs. Two models take turns, so
 * that what else the machine does meets both.
 */
final class FrameTimes {
    private static final int[] BATCHES = {1, 4, 8};
    private static final int RUNS = 9;

    private FrameTimes() {}

    /** @return a head and a line for each model, ms per frame; - where the batch is not taken */
    static List<String> table(OnnxEngine before, OnnxEngine after, List<Lane.Input> frames) throws InferenceException {
        StringBuilder head = new StringBuilder(String.format("%-24s", "ms per frame, batch of"));
        StringBuilder came = new StringBuilder(String.format("%-24s", "as it came"));
        StringBuilder prepared = new StringBuilder(String.format("%-24s", "prepared"));
        for (int batch : BATCHES) {
            List<Lane.Input> filled = filled(frames, batch);
            double[][] millis = new double[2][RUNS];
            try (Lane one = lane(before, batch); Lane other = lane(after, batch)) {
                for (int run = 0; run < RUNS; run++) {
                    millis[0][run] = millisPerFrame(one, filled);
                    millis[1][run] = millisPerFrame(other, filled);
                }
            }
            head.append(String.format(" %10d", batch));
            came.append(median(millis[0]));
            prepared.append(median(millis[1]));
        }
        return List.of(head.toString(), came.toString(), prepared.toString());
    }

    /** Null where the batch is not taken. */
    private static Lane lane(OnnxEngine engine, int batch) throws InferenceException {
        boolean taken = engine.fixedBatch().isEmpty() || engine.fixedBatch().getAsInt() == batch;
        return taken ? engine.openLane(0, List.of(batch)) : null;
    }

    private static List<Lane.Input> filled(List<Lane.Input> frames, int batch) {
        List<Lane.Input> filled = new ArrayList<>();
        while (filled.size() < batch) {
            filled.addAll(frames.subList(0, Math.min(frames.size(), batch - filled.size())));
        }
        Collections.rotate(filled, 1);
        return filled;
    }

    private static double millisPerFrame(Lane lane, List<Lane.Input> frames) throws InferenceException {
        if (lane == null) {
            return Double.NaN;
        }
        Lane.BatchResult result = lane.run(frames, frames.size());
        return (result.runNanos() + result.postProcessNanos()) / 1e6 / frames.size();
    }

    private static String median(double[] millis) {
        Arrays.sort(millis);
        double middle = millis[RUNS / 2];
        return Double.isNaN(middle) ? String.format(" %10s", "-") : String.format(Locale.ROOT, " %10.2f", middle);
    }
}
