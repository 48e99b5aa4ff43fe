package dev.framelot.load.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A folder of models: copies of the tests' tiny real one, each with a version of its own, and broken ones. */
final class ModelCopies {
    private static final Path TINY = Path.of("../stream-app/src/test/models");

    private final Path root;

    ModelCopies(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Of 32 x 32 pixels, named as its folder. */
    Path copy(String name, String version) throws IOException {
        return copy(name, version, "painted-boxes", 32);
    }

    Path copy(String name, String version, String file, int width) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.copy(TINY.resolve(file + ".onnx"), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("card.yaml"), """
                name: painted
                version: %s
                file: model.onnx
                sha256: %s
                input: {name: images, layout: NHWC, type: uint8, width: %d, height: 32, channels: RGB, letterbox-value: 114}
                output: {name: detections, family: topk}
                labels: [short, no, spur]
                thresholds: {confidence: 0.25, iou: 0.5, max-detections: 3}
                precision: fp32
                licence: Apache-2.0
                """.formatted(version, sha256(folder.resolve("model.onnx")), width));
        return folder;
    }

    /** The same weights under another word in their card. */
    void reword(String name, String old, String other) throws IOException {
        Path card = root.resolve(name).resolve("card.yaml");
        String text = Files.readString(card);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(card + " has no '" + old + "'");
        }
        Files.writeString(card, text.replace(old, other));
    }

    /** Other weights than the card says. */
    void damage(String name) throws IOException {
        Files.write(root.resolve(name).resolve("model.onnx"), new byte[] {8, 7, 6});
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
