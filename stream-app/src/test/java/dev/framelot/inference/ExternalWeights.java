package dev.framelot.inference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code painted-boxes} whose boxes are scaled by numbers in a file beside it: {@code external-escape}, led back into its folder. */
public final class ExternalWeights {
    private static final String ESCAPE = "../outside.bin";
    /** As many letters, so that no length in the file changes. */
    public static final String FILE = "scale-data.bin";

    private final Path folder;

    public ExternalWeights(Path folder) throws IOException {
        this.folder = folder;
        String bytes = Files.readString(Path.of("src/test/models/external-escape.onnx"), StandardCharsets.ISO_8859_1);
        if (bytes.indexOf(ESCAPE) < 0 || bytes.indexOf(ESCAPE) != bytes.lastIndexOf(ESCAPE)) {
            throw new IllegalStateException("external-escape.onnx does not name " + ESCAPE + " once");
        }
        Files.writeString(model(), bytes.replace(ESCAPE, FILE), StandardCharsets.ISO_8859_1);
        scaled(1);
    }

    /** Writes the file beside it. @param corners every corner is that often as far from the origin */
    public ExternalWeights scaled(float corners) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(6 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putFloat(corners).putFloat(corners).putFloat(corners).putFloat(corners).putFloat(1 / 255f).putFloat(1);
        Files.write(weights(), numbers.array());
        return this;
    }

    public Path model() {
        return folder.resolve("model.onnx");
    }

    public Path weights() {
        return folder.resolve(FILE);
    }
}
