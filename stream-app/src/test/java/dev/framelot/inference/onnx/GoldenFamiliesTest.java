package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Value;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an image to its boxes, for a tiny model of each family: what the published pre- and post-processing gives. */
class GoldenFamiliesTest {
    private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1 << 20, 100, true, true);

    @TempDir
    Path temp;

    /** The card says only that pixels be exact: everything else is found out. */
    @ParameterizedTest
    @CsvSource({
        "yolov8, yolov8", "yolov8-free, yolov8", "yolov8-half, yolov8", "yolov8-bytes, yolov8", "yolov8-batch-1, yolov8", "yolov5, yolov5",
        "yolov8-quantised, yolov8", "yolov5-heads, yolov5", "nanodet-parts, nanodet", "nanodet-parts-weighed, nanodet", "dfine-flat, dfine",
        "yolox, yolox", "nanodet-plus, nanodet", "nanodet, nanodet", "fastestdet, fastestdet", "end-to-end, end-to-end", "rtdetr, rtdetr",
        "detr, detr", "dfine, dfine", "ssd, ssd", "ultraface, ultraface", "ssd-nms, ssd-nms", "classifier, classifier",
        "classifier-ultralytics, classifier",
    })
    void givesTheBoxesOfThePublishedCode(String model, String family) throws Exception {
        GoldenBoxes golden = GoldenBoxes.read("golden-families.csv");
        Path file = Files.copy(Path.of("src/test/models/families", model + ".onnx"), temp.resolve(model + ".onnx"));
        Files.writeString(temp.resolve(model + ".yaml"), "input:\n  resize: exact\n");
        Map<String, byte[]> images = new LinkedHashMap<>();
        images.put("landscape", DrawnImage.png(100, 80));
        images.put("portrait", DrawnImage.png(61, 97));
        images.put("small", DrawnImage.png(24, 24));
        images.put("wide", DrawnImage.png(301, 50));

        try (OnnxEngine engine = OnnxEngine.open(ModelCards.load(file), OnnxOptions.cpu(1))) {
            assertThat(engine.card().output().family().name()).isEqualTo(family);
            FrameDecoders decoders = FrameDecoders.open(FrameDecoders.Library.OPENCV, LIMITS, engine.input());
            int shape = engine.fixedBatch().orElse(4);
            try (FrameDecoder decoder = decoders.newDecoder();
                    Lane lane = engine.openLane(0, List.of(shape))) {
                List<Lane.Input> frames = new ArrayList<>();
                for (byte[] png : images.values()) {
                    ByteBuffer slot = ByteBuffer.allocateDirect(engine.input().slotBytes());
                    frames.add(new Lane.Input(slot, decoder.decode(ByteBuffer.wrap(png), slot).letterbox()));
                }
                List<Lane.FrameResult> results = new ArrayList<>();
                for (int first = 0; first < frames.size(); first += shape) {
                    results.addAll(lane.run(frames.subList(first, first + shape), shape).results());
                }
                int at = 0;
                for (String image : images.keySet()) {
                    assertThat(results.get(at).fault()).as(image).isEmpty();
                    golden.assertSame(model, image, results.get(at++).detections());
                }
            }
        }
        assertThat(golden.boxes(model)).as("boxes compared").isGreaterThan(10);
    }

    /** 80 are COCO's; the other model counts its three classes nowhere, so as many as may be have numbers. */
    @Test
    void labelsOfDFineAreToldByItsArithmetic() throws Exception {
        assertThat(labels("dfine-flat")).hasSize(80).startsWith("person", "bicycle").endsWith("toothbrush");
        assertThat(labels("dfine")).startsWith("class 0", "class 1");
    }

    @Test
    void aCardWithOtherLabelsThanDFinesArithmeticIsRefused() throws Exception {
        Files.writeString(temp.resolve("dfine-flat.yaml"), "labels: [a, b, c]");
        assertThatThrownBy(() -> labels("dfine-flat")).isInstanceOf(InferenceException.class).hasMessageContaining("labels has 3 names, but the graph counts 80 classes");
    }

    /** Its batch axis is free, and a batch would run: with boxes that depend on which frames are in it. */
    @Test
    void whatTakesOneScaleFromAllFramesRunsWithSingleFrames() throws Exception {
        Path file = Files.copy(Path.of("src/test/models/families/yolov8-quantised.onnx"), temp.resolve("model.onnx"));
        try (OnnxEngine engine = OnnxEngine.open(ModelCards.load(file), OnnxOptions.cpu(1))) {
            assertThat(engine.fixedBatch()).hasValue(1);
        }
    }

    /** No batch of one can be had from it, and one of four would mix frames with whatever stood in its empty places. */
    @Test
    void whatTakesOneScaleFromABatchOfFourIsRefused() throws Exception {
        Model single = ModelFile.read(Path.of("src/test/models/families/yolov8-quantised.onnx"));
        Graph graph = single.graph();
        Path file = temp.resolve("four.onnx");
        ModelFile.write(single.with(graph.withInputs(ofFour(graph.inputs())).withOutputs(ofFour(graph.outputs())).withoutValues()), file);

        assertThatThrownBy(() -> OnnxEngine.open(ModelCards.load(file), OnnxOptions.cpu(1)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContainingAll("four.onnx", "quantised dynamically", "only batches of 4", "Export it with batch 1");
    }

    private static List<Value> ofFour(List<Value> values) {
        return values.stream().map(value -> value.withAxis(0, Axis.of(4))).toList();
    }

    private List<String> labels(String model) throws Exception {
        Path file = Files.copy(Path.of("src/test/models/families", model + ".onnx"), temp.resolve(model + ".onnx"));
        try (OnnxEngine engine = OnnxEngine.open(ModelCards.load(file), OnnxOptions.cpu(1))) {
            return engine.card().labels();
        }
    }
}
