package dev.framelot.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A folder with a model of {@code src/test/models} and a card that is right, until a test says otherwise. */
public final class CardFolder {
    private static final Path MODELS = Path.of("src/test/models");

    private final Path folder;
    private final Path model;
    private String card;

    /** @param name of a file in {@code src/test/models}, without its ending */
    public CardFolder(Path folder, String name) throws IOException {
        this.folder = folder;
        this.model = folder.resolve("model.onnx");
        Files.copy(MODELS.resolve(name + ".onnx"), model);
        this.card = """
                name: painted
                version: 1.10
                file: model.onnx
                sha256: %s
                input:
                  name: images
                  layout: NHWC
                  type: uint8
                  width: 32
                  height: 32
                  channels: RGB
                  letterbox-value: 114
                output:
                  name: detections
                  family: topk
                labels: [short, no, spur]
                thresholds:
                  confidence: 0.25
                  iou: 0.5
                  max-detections: 3
                precision: fp32
                licence: Apache-2.0
                """
                .formatted(sha256(Files.readAllBytes(model)));
        write();
    }

    /** Replaces text in the card. */
    public CardFolder with(String old, String replacement) throws IOException {
        if (!card.contains(old)) {
            throw new IllegalArgumentException("the card has no '" + old + "'");
        }
        card = card.replace(old, replacement);
        return write();
    }

    public Path path() {
        return folder;
    }

    public Path model() {
        return model;
    }

    public WrittenCard load() throws InferenceException {
        return ModelCards.load(folder);
    }

    private CardFolder write() throws IOException {
        Files.writeString(folder.resolve("card.yaml"), card);
        return this;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
