package dev.framelot.inference.family;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * NanoDet's rows in two outputs for each grid, as it was exported before there was NanoDet-Plus: a score for each class
 * [N, cells, C], and the sides, as bins [N, cells, 32] or, where the graph has weighed those, in strides [N, cells, 4].
 * The scores of all grids come first, then their sides, each from the smallest stride to the largest.
 */
record NanodetParts(List<Integer> cells, int classes, int sides) implements RowsDecoder.Source {
    private static final List<Integer> SIDES = List.of(NanodetFamily.AFTER, 4);

    /** @return the outputs in that order; empty where they are others, or where it can't be told which are which */
    static Optional<List<TensorFacts>> pick(List<TensorFacts> outputs, GridCells grid) {
        return Stream.of(GridCells.THREE, GridCells.FOUR).flatMap(strides -> pick(outputs, grid, strides).stream()).findFirst();
    }

    private static Optional<List<TensorFacts>> pick(List<TensorFacts> outputs, GridCells grid, int[] strides) {
        if (outputs.size() != 2 * strides.length) {
            return Optional.empty();
        }
        List<TensorFacts> scores = new ArrayList<>();
        List<TensorFacts> sides = new ArrayList<>();
        for (int stride : strides) {
            List<TensorFacts> both = outputs.stream().filter(output -> output.rank() == 3 && output.axis(1) == grid.over(stride)).toList();
            List<TensorFacts> narrow = both.stream().filter(output -> SIDES.contains((int) output.axis(2))).toList();
            if (both.size() != 2 || narrow.size() != 1) {
                return Optional.empty();
            }
            sides.add(narrow.get(0));
            scores.add(both.get(both.get(0).equals(narrow.get(0)) ? 1 : 0));
        }
        List<TensorFacts> all = Stream.concat(scores.stream(), sides.stream()).toList();
        return fit(all, grid) ? Optional.of(all) : Optional.empty();
    }

    /** Whether outputs in that order, by a card's word, are such, or may be where a graph leaves axes open before its first run. */
    static boolean fit(List<TensorFacts> outputs, GridCells grid) {
        int[] strides = outputs.size() == 2 * GridCells.FOUR.length ? GridCells.FOUR : GridCells.THREE;
        boolean fit = outputs.size() == 2 * strides.length;
        for (int i = 0; fit && i < outputs.size(); i++) {
            TensorFacts output = outputs.get(i);
            TensorFacts first = outputs.get(i < strides.length ? 0 : strides.length);
            boolean columns = i < strides.length ? OneOutput.atLeast(output.axis(2), 1) : free(output, 2) || SIDES.contains((int) output.axis(2));
            fit = output.rank() == 3 && output.type().isFloat() && (free(output, 1) || output.axis(1) == grid.over(strides[i % strides.length]))
                    && columns && output.axis(2) == first.axis(2);
        }
        return fit;
    }

    private static boolean free(TensorFacts output, int axis) {
        return output.axis(axis) == TensorFacts.FREE;
    }

    /** @param outputs of a run, that fit */
    static NanodetParts of(List<TensorFacts> outputs) {
        int grids = outputs.size() / 2;
        return new NanodetParts(
                outputs.subList(0, grids).stream().map(output -> (int) output.axis(1)).toList(),
                (int) outputs.get(0).axis(2),
                (int) outputs.get(grids).axis(2));
    }

    int rows() {
        return cells.stream().mapToInt(Integer::intValue).sum();
    }

    int columns() {
        return classes + sides;
    }

    @Override
    public int copy(List<FloatBuffer> outputs, int frame, int index, float[] row) {
        int grid = 0;
        int cell = index;
        while (cell >= cells.get(grid)) {
            cell -= cells.get(grid++);
        }
        int at = frame * cells.get(grid) + cell;
        int bad = Numbers.copy(outputs.get(grid), at * classes, row, classes);
        return bad >= 0 ? bad : Numbers.copy(outputs.get(cells.size() + grid), at * sides, row, classes, sides);
    }
}
