package dev.framelot.inference.prepare;

import dev.framelot.inference.prepare.BoxTail.Candidates;
import dev.framelot.inference.prepare.BoxTail.Corners;
import java.util.List;
import java.util.Optional;

/** The layouts of the families that {@link BoxTail} can decode inside the graph. */
final class TailLayouts {
    private static final int SIDES = 4;
    private static final int OBJECTNESS = 4;
    private static final int FIRST_CLASS = 5;
    private static final int BINS = 8;

    private TailLayouts() {}

    /**
     * @param family as the card writes it
     * @param outputs names, in the family's order
     * @param shapes of the outputs, with any batch
     * @return empty where boxes of this family are not decoded in the graph
     */
    static Optional<TailLayout> of(String family, List<String> outputs, List<long[]> shapes, int width, int height) {
        long[] shape = shapes.get(0);
        if (shape.length != 3) {
            return Optional.empty();
        }
        String first = outputs.get(0);
        return switch (family) {
            case "topk" -> Optional.of(new Picked(first, shape[1]));
            case "yolov8" -> Optional.of(new ColumnsOfClasses(first, shape[1], shape[2]));
            case "yolov5", "fastestdet" -> Optional.of(new RowsWithObjectness(first, shape[1], shape[2], Optional.empty()));
            case "yolox" -> GridTable.of(shape[1], width, height).map(grid -> new RowsWithObjectness(first, shape[1], shape[2], Optional.of(grid)));
            case "nanodet" -> nanodet(outputs, shapes, width, height);
            case "rtdetr" -> Optional.of(new RowsOfShares(first, shape[1], shape[2], width, height));
            case "ssd", "ultraface" -> Optional.of(new Pair(first, outputs.get(1), shape[1], shape[2], 1, false, width, height));
            case "detr" -> Optional.of(new Pair(first, outputs.get(1), shape[1], shape[2], 0, true, width, height));
            default -> Optional.empty();
        };
    }

    /** topk: decoded already, in any order. */
    private record Picked(String output, long boxes) implements TailLayout {
        @Override
        public Candidates candidates(NodeWriter writer) {
            String confidences = writer.slice(output, 2, SIDES, SIDES + 1);
            return new Candidates(writer.reshape(confidences, 0, -1), (picked, k) -> {
                String boxRows = TailLayout.rows(writer, output, picked, k, SIDES + 2);
                return new Corners(writer.slice(boxRows, 2, 0, SIDES), writer.slice(boxRows, 2, SIDES + 1, SIDES + 2));
            });
        }
    }

    private static Optional<TailLayout> nanodet(List<String> outputs, List<long[]> shapes, int width, int height) {
        if (outputs.size() == 1) {
            long[] shape = shapes.get(0);
            return GridTable.of(shape[1], width, height).map(grid -> new SidesOfCells(outputs, shape[1], shape[2] - SIDES * BINS, BINS, grid));
        }
        int grids = outputs.size() / 2;
        long boxes = shapes.subList(0, grids).stream().mapToLong(shape -> shape[1]).sum();
        return GridTable.of(boxes, width, height)
                .map(grid -> new SidesOfCells(outputs, boxes, shapes.get(0)[2], shapes.get(grids)[2] / SIDES, grid));
    }

    /** yolov8: [N, 4 + C, A]. */
    private record ColumnsOfClasses(String output, long rows, long boxes) implements TailLayout {
        @Override
        public Candidates candidates(NodeWriter writer) {
            String best = writer.largest(writer.slice(output, 1, SIDES, rows), 1);
            return new Candidates(writer.reshape(best, 0, -1), (picked, k) -> {
                String boxRows = TailLayout.columns(writer, output, picked, k, rows);
                return new Corners(TailLayout.corners(writer, writer.slice(boxRows, 2, 0, SIDES)), TailLayout.classIds(writer, boxRows, SIDES, rows));
            });
        }
    }

    /** yolov5, fastestdet, yolox: [N, A, 5 + C]. @param grid where places are those of cells */
    private record RowsWithObjectness(String output, long boxes, long columns, Optional<GridTable> grid) implements TailLayout {
        @Override
        public Candidates candidates(NodeWriter writer) {
            String best = writer.largest(writer.slice(output, 2, FIRST_CLASS, columns), 2);
            String confidences = writer.binary("Mul", writer.slice(output, 2, OBJECTNESS, OBJECTNESS + 1), best);
            return new Candidates(writer.reshape(confidences, 0, -1), (picked, k) -> {
                String boxRows = TailLayout.rows(writer, output, picked, k, columns);
                String places = writer.slice(boxRows, 2, 0, SIDES);
                String middles = grid.isPresent() ? inPixels(writer, places, picked) : places;
                return new Corners(TailLayout.corners(writer, middles), TailLayout.classIds(writer, boxRows, FIRST_CLASS, columns));
            });
        }

        /** Middle as offset from the cell, sides as logarithms, both in strides. */
        private String inPixels(NodeWriter writer, String places, String picked) {
            GridTable.Cells cells = grid.orElseThrow().of(writer, picked);
            String middle = writer.binary("Mul", writer.binary("Add", writer.slice(places, 2, 0, 2), cells.corner()), cells.stride());
            String sides = writer.binary("Mul", writer.add("Exp", List.of(writer.slice(places, 2, 2, SIDES))), cells.stride());
            return writer.concat(2, middle, sides);
        }
    }

    /**
     * nanodet: [N, A, C + 32], or in parts, the scores of each grid, then the sides of each.
     *
     * @param bins for each side; 1: the side itself, in strides
     */
    private record SidesOfCells(List<String> outputs, long boxes, long classes, long bins, GridTable grid) implements TailLayout {
        @Override
        public Candidates candidates(NodeWriter writer) {
            String output = outputs.size() == 1 ? outputs.get(0) : joined(writer);
            long columns = classes + SIDES * bins;
            String best = writer.largest(writer.slice(output, 2, 0, classes), 2);
            return new Candidates(writer.reshape(best, 0, -1), (picked, k) -> {
                String boxRows = TailLayout.rows(writer, output, picked, k, columns);
                GridTable.Cells cells = grid.of(writer, picked);
                String inStrides = sides(writer, writer.slice(boxRows, 2, classes, columns), k);
                String sides = writer.binary("Mul", inStrides, cells.stride());
                // NanoDet-Plus has four grids and measures from the cells' corners, NanoDet from their middles.
                String offset = writer.scalar(grid.grids() == 4 ? 0 : 0.5f);
                String point = writer.binary("Mul", writer.binary("Add", cells.corner(), offset), cells.stride());
                String corners = writer.concat(2, writer.binary("Sub", point, writer.slice(sides, 2, 0, 2)),
                        writer.binary("Add", point, writer.slice(sides, 2, 2, SIDES)));
                return new Corners(corners, TailLayout.classIds(writer, boxRows, 0, classes));
            });
        }

        private String joined(NodeWriter writer) {
            int grids = outputs.size() / 2;
            String[] rows = new String[grids];
            for (int i = 0; i < grids; i++) {
                rows[i] = writer.concat(2, outputs.get(i), outputs.get(grids + i));
            }
            return writer.concat(1, rows);
        }

        private String sides(NodeWriter writer, String numbers, long k) {
            if (bins == 1) {
                return numbers;
            }
            String likely = writer.softmax(writer.reshape(numbers, 0, k, SIDES, BINS), 3);
            return writer.sum(writer.binary("Mul", likely, writer.floats(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, BINS)), 3);
        }
    }

    /** rtdetr: [N, A, 4 + C], places as shares of the input. */
    private record RowsOfShares(String output, long boxes, long columns, int width, int height) implements TailLayout {
        @Override
        public Candidates candidates(NodeWriter writer) {
            String best = writer.largest(writer.slice(output, 2, SIDES, columns), 2);
            return new Candidates(writer.reshape(best, 0, -1), (picked, k) -> {
                String boxRows = TailLayout.rows(writer, output, picked, k, columns);
                String pixels = pixels(writer, writer.slice(boxRows, 2, 0, SIDES), width, height);
                return new Corners(TailLayout.corners(writer, pixels), TailLayout.classIds(writer, boxRows, SIDES, columns));
            });
        }
    }

    /** ssd, ultraface, detr: scores beside boxes. @param background columns that are no class @param logits and boxes by their middles */
    private record Pair(String scores, String places, long boxes, long columns, int background, boolean logits, int width, int height)
            implements TailLayout {
        @Override
        public Candidates candidates(NodeWriter writer) {
            String best = writer.largest(writer.slice(scores, 2, background, columns), 2);
            return new Candidates(writer.reshape(best, 0, -1), (picked, k) -> {
                String pixels = pixels(writer, TailLayout.rows(writer, places, picked, k, SIDES), width, height);
                String scoreRows = TailLayout.rows(writer, scores, picked, k, columns);
                return new Corners(logits ? TailLayout.corners(writer, pixels) : pixels, TailLayout.classIds(writer, scoreRows, background, columns));
            });
        }

        @Override
        public String confidence(NodeWriter writer, String picked) {
            return logits ? writer.add("Sigmoid", List.of(picked)) : picked;
        }
    }

    private static String pixels(NodeWriter writer, String shares, int width, int height) {
        return writer.binary("Mul", shares, writer.floats(new float[] {width, height, width, height}, SIDES));
    }
}
