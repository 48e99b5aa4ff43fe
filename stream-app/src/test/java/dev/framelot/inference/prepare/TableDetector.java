package dev.framelot.inference.prepare;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.graph.Rest;
import dev.framelot.inference.graph.Tensor;
import dev.framelot.inference.graph.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model of 64x64 whose outputs are random tables of a family's numbers, moved a little by the brightness of the frame: so frames
 * differ, and every number is one that the family may give.
 */
final class TableDetector {
    static final int SIDE = 64;
    private static final int CLASSES = 5;
    private static final int THREE_GRIDS = 64 + 16 + 4;
    private static final int FOUR_GRIDS = THREE_GRIDS + 1;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Tensor> weights = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Random random;

    private TableDetector(long seed, boolean oneForAll) {
        random = new Random(seed);
        nodes.add(oneForAll
                ? Node.of("ReduceMean", List.of("images"), List.of("brightness"), Attribute.of("keepdims", 0))
                : Node.of("ReduceMean", List.of("images"), List.of("brightness"), Attribute.of("axes", new long[] {1, 2, 3}), Attribute.of("keepdims", 0)));
        weights.add(Tensor.of("rank3", new long[] {-1, 1, 1}, 3));
        nodes.add(Node.of("Reshape", List.of("brightness", "rank3"), List.of("shaped")));
        nodes.add(Node.of("Sigmoid", List.of("shaped"), List.of("shift")));
    }

    /** A folder with the model and a card that names the family. */
    static Path in(Path folder, String family, long seed) throws Exception {
        TableDetector detector = new TableDetector(seed, false);
        return detector.write(folder, family, Axis.free("N"));
    }

    /** For batches of one, and for a reason: the brightness is that of all frames together. */
    static Path fixed(Path folder, String family, long seed) throws Exception {
        return new TableDetector(seed, true).write(folder, family, Axis.of(1));
    }

    private Path write(Path folder, String family, Axis batch) throws Exception {
        switch (family) {
            case "yolov8" -> columns(THREE_GRIDS, new float[][] {{0, 64}, {0, 64}, {4, 30}, {4, 30}}, CLASSES);
            case "yolov5" -> rows("out", 3 * THREE_GRIDS, new float[][] {{0, 64}, {0, 64}, {4, 30}, {4, 30}, {0, 0.9f}}, CLASSES, 0, 0.9f);
            case "fastestdet" -> rows("out", 16, new float[][] {{0, 64}, {0, 64}, {4, 30}, {4, 30}, {0, 0.9f}}, CLASSES, 0, 0.9f);
            case "yolox" -> rows("out", THREE_GRIDS, new float[][] {{0, 1}, {0, 1}, {-1, 1}, {-1, 1}, {0, 0.9f}}, CLASSES, 0, 0.9f);
            case "nanodet" -> nanodet();
            case "nanodet-parts" -> nanodetParts(32, -3, 3);
            case "nanodet-parts-weighed" -> nanodetParts(4, 0.5f, 3);
            case "rtdetr" -> rows("out", 60, new float[][] {{0.1f, 0.9f}, {0.1f, 0.9f}, {0.05f, 0.3f}, {0.05f, 0.3f}}, CLASSES, 0, 0.9f);
            case "ssd" -> pair(CLASSES + 1, 0, 0.9f, new float[][] {{0, 0.5f}, {0, 0.5f}, {0.5f, 0.9f}, {0.5f, 0.9f}});
            case "ultraface" -> pair(2, 0, 0.9f, new float[][] {{0, 0.5f}, {0, 0.5f}, {0.5f, 0.9f}, {0.5f, 0.9f}});
            case "detr" -> pair(CLASSES, -4, 3, new float[][] {{0.2f, 0.8f}, {0.2f, 0.8f}, {0.1f, 0.4f}, {0.1f, 0.4f}});
            default -> throw new IllegalArgumentException(family);
        }
        Value images = Value.of("images", ElementType.FLOAT32, batch, Axis.of(3), Axis.of(SIDE), Axis.of(SIDE));
        List<Value> declared = outputs.stream().map(output -> output.withAxis(0, batch)).toList();
        Graph graph = new Graph(nodes, weights, List.of(images), declared, List.of(), Rest.NONE);
        ModelFile.write(new Model(8, "framelot-test", "", Map.of("", 13L), Map.of(), graph, Rest.NONE), folder.resolve("table.onnx"));
        Files.writeString(folder.resolve("card.yaml"), "file: table.onnx\noutput:\n  family: " + family.replaceFirst("-parts.*", "") + "\n");
        return folder;
    }

    private void columns(int boxes, float[][] places, int classes) {
        float[] table = new float[(places.length + classes) * boxes];
        for (int row = 0; row < places.length + classes; row++) {
            for (int box = 0; box < boxes; box++) {
                table[row * boxes + box] = row < places.length ? between(places[row][0], places[row][1]) : between(0, 0.9f);
            }
        }
        output("out", table, places.length + classes, boxes);
    }

    private void rows(String name, int boxes, float[][] places, int classes, float least, float most) {
        int columns = places.length + classes;
        float[] table = new float[boxes * columns];
        for (int i = 0; i < table.length; i++) {
            int column = i % columns;
            table[i] = column < places.length ? between(places[column][0], places[column][1]) : between(least, most);
        }
        output(name, table, boxes, columns);
    }

    private void nanodet() {
        float[] table = new float[FOUR_GRIDS * (CLASSES + 32)];
        for (int i = 0; i < table.length; i++) {
            table[i] = i % (CLASSES + 32) < CLASSES ? between(0, 0.9f) : between(-3, 3);
        }
        output("out", table, FOUR_GRIDS, CLASSES + 32);
    }

    /** Of each grid the scores, then of each the sides. */
    private void nanodetParts(int sides, float least, float most) {
        for (int cells : new int[] {64, 16, 4}) {
            rows("cls" + cells, cells, new float[0][], CLASSES, 0, 0.9f);
        }
        for (int cells : new int[] {64, 16, 4}) {
            rows("dis" + cells, cells, new float[0][], sides, least, most);
        }
    }

    private void pair(int columns, float least, float most, float[][] places) {
        boolean logits = least < 0;
        rows(logits ? "logits" : "scores", 60, new float[0][], columns, least, most);
        rows(logits ? "pred_boxes" : "boxes", 60, places, 0, 0, 0);
    }

    /** The table plus up to a twentieth. */
    private void output(String name, float[] table, int rows, int columns) {
        weights.add(Tensor.of(name + "_table", table, 1, rows, columns));
        weights.add(Tensor.of(name + "_share", new float[] {0.05f}));
        nodes.add(Node.of("Mul", List.of("shift", name + "_share"), List.of(name + "_shift")));
        nodes.add(Node.of("Add", List.of(name + "_table", name + "_shift"), List.of(name)));
        outputs.add(Value.of(name, ElementType.FLOAT32, Axis.free("N"), Axis.of(rows), Axis.of(columns)));
    }

    private float between(float least, float most) {
        return least + random.nextFloat() * (most - least);
    }
}
