package dev.framelot.inference;

import java.util.Arrays;
import java.util.Optional;

/**
 * {@code topk}: float32 [N, K, 6], a row being x1, y1, x2, y2 (pixels of the model's input), confidence 0..1, class id. The
 * graph has already picked the K best, one label a box; rows beyond what it found have confidence 0.
 */
record TopkFamily() implements OutputFamily {
    private static final int MAX_ROWS = 100_000;

    @Override
    public String name() {
        return "topk";
    }

    @Override
    public Optional<String> shapeProblem(long[] shape) {
        boolean fits = shape.length == 3
                && (shape[1] == -1 || shape[1] >= 1 && shape[1] <= MAX_ROWS)
                && (shape[2] == -1 || shape[2] == TopkDecoder.COLUMNS);
        return fits
                ? Optional.empty()
                : Optional.of("has shape " + Arrays.toString(shape) + ", family topk needs [N, K, 6] with K 1.." + MAX_ROWS);
    }

    @Override
    public BoxDecoder newDecoder(ModelCard card, long[] batchShape) {
        return new TopkDecoder((int) batchShape[1], card.labels(), card.thresholds());
    }
}
