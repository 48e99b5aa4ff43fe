package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.image.Letterbox;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHashTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"src/test/models/painted-boxes.onnx", "src/test/models/truncated.onnx", "src/test/models/make_models.py", "../models/pcb-defects/pcb-defects.onnx"})
    void ofOneFileIsWhatSha256sumSays(String file) throws Exception {
        assertThat(FileHash.read(Path.of(file)).sha256()).isEqualTo(sum(Files.readAllBytes(Path.of(file))));
    }

    @Test
    void withWeightsBesideItIsThatOfTheLinesOfSha256sum() throws Exception {
        ExternalWeights model = new ExternalWeights(folder);
        String lines = sum(Files.readAllBytes(model.model())) + "  -\n" + sum(Files.readAllBytes(model.weights())) + "  scale-data.bin\n";

        FileHash.Hashed hashed = FileHash.read(model.model());

        assertThat(hashed.sha256()).isEqualTo(sum(lines.getBytes(StandardCharsets.UTF_8)));
        assertThat(hashed.files()).extracting(FileStamp::file).containsExactly(model.model(), model.weights().toRealPath());
    }

    @Test
    void otherWeightsBesideTheSameFileAreAnotherModel() throws Exception {
        ExternalWeights model = new ExternalWeights(folder);
        WrittenCard once = ModelCards.load(folder);
        assertThat(cornerOf(once)).isEqualTo(4);
        Files.writeString(folder.resolve("card.yaml"), "version: 1\nsha256: " + once.sha256());
        ModelIdentity said = ModelCards.load(folder).identity();

        model.scaled(2);

        assertThatThrownBy(() -> ModelCards.load(folder)).isInstanceOf(InferenceException.class).hasMessageContaining("sha256 is " + once.sha256())
                .hasMessageContaining("the weights are not those of the card");
        Files.writeString(folder.resolve("card.yaml"), "version: 1");
        assertThat(cornerOf(ModelCards.load(folder))).isEqualTo(8);
        assertThat(ModelCards.load(folder).identity()).isNotEqualTo(said);
    }

    @Test
    void weightsThatAreNotThereOrNotToBeReadAreTold() throws Exception {
        ExternalWeights model = new ExternalWeights(folder);
        Files.delete(model.weights());
        assertThatThrownBy(() -> FileHash.read(model.model())).isInstanceOf(BadGraphException.class).hasMessageContaining("'scale-data.bin', which is not in the model's folder: fetch it too");
        assertThatThrownBy(() -> ModelCards.load(folder)).isInstanceOf(InferenceException.class).hasMessageContaining("fetch it too");
        Files.writeString(folder.resolve("card.yaml"), "version: 1");
        assertThatThrownBy(() -> ModelCards.load(folder)).isInstanceOf(InferenceException.class).hasMessageContaining("fetch it too");
        assertThatThrownBy(() -> FileHash.read(Path.of("src/test/models/external-escape.onnx"))).hasMessageContaining("'../outside.bin', outside the model's folder: it is not read");
    }

    /** Of the box that is painted from 4. */
    private static float cornerOf(WrittenCard card) throws Exception {
        try (OnnxEngine engine = OnnxEngine.open(card, OnnxOptions.cpu(1)); Lane lane = engine.openLane(0, List.of(1))) {
            ByteBuffer pixels = ByteBuffer.allocateDirect(32 * 32 * 3).put(0, new byte[] {4, 4, 12, 12, (byte) 200, 0});
            return lane.run(List.of(new Lane.Input(pixels, new Letterbox(32, 32, 1, 1, 0, 0))), 1).results().get(0).detections().get(0).x1();
        }
    }

    private static String sum(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
