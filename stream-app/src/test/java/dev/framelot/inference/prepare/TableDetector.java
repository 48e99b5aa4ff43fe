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
    /** Boxes of a graph that has picked. */
    private static final int PICKED = 40;
    private static final int THREE_GRIDS = 64 + 16 + 4;
    private static final int FOUR_GRIDS = THREE_GRIDS + 1;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Tensor> weights = new ArrayList<>();
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Random random;
    private boolean halves;

    private TableDetector(long seed, boolean oneForAll) {
        random = new Random(seed);
        nodes.add(oneForAll
                ? Node.of("ReduceMean", List.of("images"), List.of("brightness"), Attribute.of("keepdims", 0))
                : Node.of("ReduceMean", List.of("images"), List.of("brightness"), Attribute.of("axes", new long[] {1, 2, 3}), Attribute.of("keepdims", 0)));
        weights.add(Tensor.of("rank3", new long[] {-1, 1, 1}, 3));
        nodes.add(Node.of("Reshape", List.of("brightness", "rank3"), List.of("shaped")));
        // Whatever the range of the pixels, frames differ.
        nodes.add(Node.of("Sin", List.of("shaped"), List.of("wave")));
        nodes.add(Node.of("Abs", List.of("wave"), List.of("shift")));
    }

    /** A folder with the model and a card that names the family. */
    static Path in(Path folder, String family, long seed) throws Exception {
        TableDetector detector = new TableDetector(seed, false);
        return detector.write(folder, family, Axis.free("N"));
    }

    /** For batches of one by its declaration alone. */
    static Path declaredForOne(Path folder, String family, long seed) throws Exception {
        return new TableDetector(seed, false).write(folder, family, Axis.of(1));
    }

    /** For batches of one, and for a reason: the brightness is that of all frames together. */
    static Path fixed(Path folder, String family, long seed) throws Exception {
        return new TableDetector(seed, true).write(folder, family, Axis.of(1));
    }

    /** An SSD as exporters write it, with the runtime's suppression inside; for batches of one. */
    static Path suppressing(Path folder, long seed) throws Exception {
        return new TableDetector(seed, false).write(folder, "ssd-nms inside", Axis.of(1));
    }

    /** Its outputs are in half precision. */
    static Path halves(Path folder, String family, long seed) throws Exception {
        TableDetector detector = new TableDetector(seed, false);
        detector.halves = true;
        return detector.write(folder, family, Axis.free("N"));
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
            case "topk", "end-to-end" -> picked();
            case "dfine" -> dfine(batch);
            case "ssd-nms" -> ssd();
            case "ssd-nms inside" -> ssdWithSuppression();
            case "classifier" -> classifier();
            case "detr" -> pair(CLASSES, -4, 3, new float[][] {{0.2f, 0.8f}, {0.2f, 0.8f}, {0.1f, 0.4f}, {0.1f, 0.4f}});
            default -> throw new IllegalArgumentException(family);
        }
        Value images = Value.of("images", ElementType.FLOAT32, batch, Axis.of(3), Axis.of(SIDE), Axis.of(SIDE));
        inputs.add(0, images);
        List<Value> declared = outputs.stream().map(output -> output.withAxis(0, batch)).toList();
        Graph graph = new Graph(nodes, weights, inputs, declared, List.of(), Rest.NONE);
        ModelFile.write(new Model(8, "framelot-test", "", Map.of("", 13L), Map.of(), graph, Rest.NONE), folder.resolve("table.onnx"));
        Files.writeString(folder.resolve("card.yaml"), "file: table.onnx\noutput:\n  family: " + family.split(" ")[0].replaceFirst("-parts.*", "") + "\n");
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

    /** Corners, confidence, class. */
    private void picked() {
        float[] table = new float[PICKED * 6];
        for (int i = 0; i < table.length; i += 6) {
            table[i] = between(0, 40);
            table[i + 1] = between(0, 40);
            table[i + 2] = table[i] + between(8, 24);
            table[i + 3] = table[i + 1] + between(8, 24);
            table[i + 4] = between(0, 0.9f);
            table[i + 5] = random.nextInt(CLASSES);
        }
        output("out", table, PICKED, 6);
    }

    /** Shares of a size that is a second input; labels are whole numbers. */
    private void dfine(Axis batch) {
        inputs.add(Value.of("orig_target_sizes", ElementType.INT64, batch, Axis.of(2)));
        table("shares", corners(), PICKED, 4);
        nodes.add(Node.of("Cast", List.of("orig_target_sizes"), List.of("sizes"), Attribute.of("to", ElementType.FLOAT32.number())));
        nodes.add(Node.of("Concat", List.of("sizes", "sizes"), List.of("sides"), Attribute.of("axis", 1)));
        weights.add(Tensor.of("sides_shape", new long[] {-1, 1, 4}, 3));
        nodes.add(Node.of("Reshape", List.of("sides", "sides_shape"), List.of("scales")));
        nodes.add(Node.of("Mul", List.of("shares", "scales"), List.of("boxes")));
        list("scores", scores());
        list("numbers", classes(0));
        nodes.add(Node.of("Cast", List.of("numbers"), List.of("labels"), Attribute.of("to", ElementType.INT64.number())));
        outputs.add(Value.of("labels", ElementType.INT64, Axis.free("N"), Axis.of(PICKED)));
        outputs.add(Value.of("boxes", ElementType.FLOAT32, Axis.free("N"), Axis.of(PICKED), Axis.of(4)));
        outputs.add(Value.of("scores", ElementType.FLOAT32, Axis.free("N"), Axis.of(PICKED)));
    }

    /** As TensorFlow names and numbers them, the last five not counted. */
    private void ssd() {
        output("detection_boxes", corners(), PICKED, 4);
        list("detection_scores", scores());
        outputs.add(Value.of("detection_scores", ElementType.FLOAT32, Axis.free("N"), Axis.of(PICKED)));
        list("detection_classes", classes(1));
        outputs.add(Value.of("detection_classes", ElementType.FLOAT32, Axis.free("N"), Axis.of(PICKED)));
        weights.add(Tensor.of("uncounted", new float[] {PICKED - 5}));
        weights.add(Tensor.of("rank1", new long[] {-1}, 1));
        nodes.add(Node.of("Reshape", List.of("shift", "rank1"), List.of("flat")));
        nodes.add(Node.of("Add", List.of("flat", "uncounted"), List.of("more")));
        nodes.add(Node.of("Floor", List.of("more"), List.of("num_detections")));
        outputs.add(Value.of("num_detections", ElementType.FLOAT32, Axis.free("N")));
    }

    /** Ten boxes a frame, those beyond what it found are zeros. */
    private void ssdWithSuppression() {
        int most = 10;
        table("all_boxes", corners(), PICKED, 4);
        table("all_scores", scores(), 1, PICKED);
        weights.add(Tensor.of("most", new long[] {most}));
        weights.add(Tensor.of("limit", new float[] {0.3f}));
        nodes.add(Node.of("NonMaxSuppression", List.of("all_boxes", "all_scores", "most", "limit"), List.of("kept")));
        weights.add(Tensor.of("box_column", new long[] {2}));
        nodes.add(Node.of("Gather", List.of("kept", "box_column"), List.of("which"), Attribute.of("axis", 1)));
        weights.add(Tensor.of("all_classes", classes(0), PICKED));
        filled("boxes", "all_boxes", most, 4);
        filled("scores", "all_scores", most);
        filled("labels", "all_classes", most);
    }

    /** The kept ones of [.., PICKED, (columns)] as [1, most, (columns)]. */
    private void filled(String name, String all, int most, long... columns) {
        long[] flat = shape(PICKED, columns);
        weights.add(Tensor.of(name + "_flat_shape", flat, flat.length));
        nodes.add(Node.of("Reshape", List.of(all, name + "_flat_shape"), List.of(name + "_flat")));
        nodes.add(Node.of("Gather", List.of(name + "_flat", "which"), List.of(name + "_kept"), Attribute.of("axis", 0)));
        weights.add(Tensor.of(name + "_zeros", new float[most * (columns.length == 0 ? 1 : (int) columns[0])], shape(most, columns)));
        nodes.add(Node.of("Concat", List.of(name + "_kept", name + "_zeros"), List.of(name + "_long"), Attribute.of("axis", 0)));
        weights.add(Tensor.of(name + "_from", new long[] {0}, 1));
        weights.add(Tensor.of(name + "_to", new long[] {most}, 1));
        nodes.add(Node.of("Slice", List.of(name + "_long", name + "_from", name + "_to"), List.of(name + "_cut")));
        weights.add(Tensor.of(name + "_axis", new long[] {0}, 1));
        nodes.add(Node.of("Unsqueeze", List.of(name + "_cut", name + "_axis"), List.of(name)));
        Axis[] axes = columns.length == 0 ? new Axis[] {Axis.of(1), Axis.of(most)} : new Axis[] {Axis.of(1), Axis.of(most), Axis.of(columns[0])};
        outputs.add(Value.of(name, ElementType.FLOAT32, axes));
    }

    private static long[] shape(long first, long... others) {
        return others.length == 0 ? new long[] {first} : new long[] {first, others[0]};
    }

    /** Logits of the mean colour: channels that change places show. */
    private void classifier() {
        nodes.add(Node.of("ReduceMean", List.of("images"), List.of("colour"), Attribute.of("axes", new long[] {2, 3}), Attribute.of("keepdims", 0)));
        float[] table = new float[3 * CLASSES];
        for (int i = 0; i < table.length; i++) {
            table[i] = between(-4, 4);
        }
        weights.add(Tensor.of("colours", table, 3, CLASSES));
        nodes.add(Node.of("MatMul", List.of("colour", "colours"), List.of("out")));
        outputs.add(Value.of("out", ElementType.FLOAT32, Axis.free("N"), Axis.of(CLASSES)));
    }

    private float[] corners() {
        float[] table = new float[PICKED * 4];
        for (int i = 0; i < table.length; i++) {
            table[i] = i % 4 < 2 ? between(0, 0.6f) : table[i - 2] + between(0.1f, 0.35f);
        }
        return table;
    }

    private float[] scores() {
        float[] table = new float[PICKED];
        for (int i = 0; i < PICKED; i++) {
            table[i] = between(0, 0.9f);
        }
        return table;
    }

    private float[] classes(int first) {
        float[] table = new float[PICKED];
        for (int i = 0; i < PICKED; i++) {
            table[i] = first + random.nextInt(CLASSES);
        }
        return table;
    }

    /** [N, PICKED], moved as the other tables are. */
    private void list(String name, float[] table) {
        table(name + "_listed", table, 1, PICKED);
        weights.add(Tensor.of(name + "_shape", new long[] {0, -1}, 2));
        nodes.add(Node.of("Reshape", List.of(name + "_listed", name + "_shape"), List.of(name)));
    }

    private void output(String name, float[] table, int rows, int columns) {
        table(halves ? name + "_float" : name, table, rows, columns);
        if (halves) {
            nodes.add(Node.of("Cast", List.of(name + "_float"), List.of(name), Attribute.of("to", ElementType.FLOAT16.number())));
        }
        outputs.add(Value.of(name, halves ? ElementType.FLOAT16 : ElementType.FLOAT32, Axis.free("N"), Axis.of(rows), Axis.of(columns)));
    }

    /** The table plus up to a twentieth. */
    private void table(String name, float[] table, int rows, int columns) {
        weights.add(Tensor.of(name + "_table", table, 1, rows, columns));
        weights.add(Tensor.of(name + "_share", new float[] {0.05f}));
        nodes.add(Node.of("Mul", List.of("shift", name + "_share"), List.of(name + "_shift")));
        nodes.add(Node.of("Add", List.of(name + "_table", name + "_shift"), List.of(name)));
    }

    private float between(float least, float most) {
        return least + random.nextFloat() * (most - least);
    }
}
