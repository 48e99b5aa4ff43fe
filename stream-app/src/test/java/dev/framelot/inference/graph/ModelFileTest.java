package dev.framelot.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    private static final Path MODELS = Path.of("src/test/models");

    @TempDir
    Path folder;

    @Test
    void readsWhatAnotherLibraryWrote() throws Exception {
        Model model = ModelFile.read(MODELS.resolve("painted-boxes.onnx"));

        assertThat(model.producer()).isEqualTo("framelot");
        assertThat(model.irVersion()).isEqualTo(10);
        assertThat(model.opset()).isEqualTo(17);
        assertThat(model.graph().trueInputs()).extracting(Value::describe).containsExactly("uint8 [N, 32, 32, 3]");
        assertThat(model.graph().outputs()).extracting(Value::describe).containsExactly("float32 [N, 4, 6]");
        assertThat(model.graph().nodes()).extracting(Node::operator).containsExactly("Slice", "Cast", "Reshape", "Mul", "Identity");
        assertThat(model.graph().constants().get("shape").longs()).containsExactly(0, 4, 6);
        assertThat(model.graph().constants().get("scale").floats()).containsExactly(1, 1, 1, 1, 1 / 255f, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"painted-boxes", "painted-boxes-nan", "static-batch-2", "wrong-rank", "unknown-operator"})
    void writesWhatItReadWithoutLoss(String name) throws Exception {
        Path file = MODELS.resolve(name + ".onnx");
        Path copy = folder.resolve("copy.onnx");

        ModelFile.write(ModelFile.read(file), copy);

        assertThat(graphOf(copy)).isEqualTo(graphOf(file));
        assertThat(ModelFile.read(copy).opsets()).isEqualTo(ModelFile.read(file).opsets());
        assertThat(ModelFile.read(copy).producer()).isEqualTo(ModelFile.read(file).producer());
        assertThat(ModelFile.read(copy).irVersion()).isEqualTo(ModelFile.read(file).irVersion());
    }

    /** As the bytes in the file. */
    private static List<ByteString> graphOf(Path file) throws Exception {
        return Fields.read(ByteString.copyFrom(Files.readAllBytes(file)), new ReadLimits()).blocks(Model.GRAPH);
    }

    @Test
    void carriesFieldsThatItDoesNotKnow() throws Exception {
        Model model = ModelFile.read(MODELS.resolve("painted-boxes.onnx"));
        byte[] withOneMore = concat(ModelFile.bytes(model), Fields.NONE.with(4711, "from the future").bytes().toByteArray());
        Path file = Files.write(folder.resolve("future.onnx"), withOneMore);

        byte[] written = ModelFile.bytes(ModelFile.read(file));

        assertThat(Fields.read(ByteString.copyFrom(written), new ReadLimits()).text(4711)).isEqualTo("from the future");
    }

    @Test
    void readsListsPackedAndUnpacked() throws Exception {
        ByteString packed = ByteString.copyFrom(new byte[] {2, 3, (byte) 0xac, 2});
        assertThat(Fields.NONE.with(1, List.of(packed)).numbers(1)).containsExactly(2, 3, 300);
        assertThat(Fields.NONE.with(1, new long[] {2, 3, 300, -1}).numbers(1)).containsExactly(2, 3, 300, -1);
        ByteBuffer floats = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).flip();
        assertThat(Fields.NONE.with(7, List.of(ByteString.copyFrom(floats))).floats(7)).containsExactly(1.5f, -2);
    }

    @Test
    void refusesAFileThatIsCutAnywhere() throws Exception {
        byte[] whole = Files.readAllBytes(MODELS.resolve("painted-boxes.onnx"));
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
            refused += isRefused(file) ? 1 : 0;
        }
        // The graph is one of the last fields: a cut behind it leaves a model.
        assertThat(refused).isGreaterThan(whole.length * 9 / 10);
    }

    @Test
    void refusesRandomBytesAndDamageInOneSentence() throws Exception {
        long seed = 20260711;
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(MODELS.resolve("painted-boxes-nan.onnx"));
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes;
            if (i % 3 == 0) {
                bytes = new byte[random.nextInt(400)];
                random.nextBytes(bytes);
            } else {
                bytes = whole.clone();
                for (int damage = random.nextInt(4); damage >= 0; damage--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            refused += isRefused(Files.write(folder.resolve("damaged.onnx"), bytes)) ? 1 : 0;
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
    }

    /** Every other outcome than a model or one sentence fails the test. */
    private static boolean isRefused(Path file) {
        try {
            Model model = ModelFile.read(file);
            model.graph().allTensors().forEach(Tensor::bytes);
            return false;
        } catch (BadGraphException refused) {
            assertThat(refused.getMessage()).contains(file.toString()).doesNotContain("\n");
            return true;
        }
    }

    @Test
    void refusesALengthThatIsLargerThanTheFile() throws Exception {
        // Field 7 (the graph), 2 GB long.
        byte[] giant = {0x08, 0x08, 0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 1, 2, 3};
        assertRefused(giant, "cut short");
    }

    @Test
    void refusesMillionsOfEmptyMessages() throws Exception {
        byte[] nodes = new byte[2 * (ReadLimits.MOST_FIELDS + 10)];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = 0x0a;
        }
        assertRefused(model(ByteString.copyFrom(nodes)), "more than 4000000 fields");
    }

    @Test
    void refusesBodiesInsideBodiesWithoutEnd() throws Exception {
        ByteString graph = ByteString.EMPTY;
        for (int depth = 0; depth < 2000; depth++) {
            Fields attribute = Fields.NONE.with(1, "body").with(6, List.of(graph)).with(20, 5);
            Fields node = Fields.NONE.with(4, "Loop").with(5, List.of(attribute.bytes()));
            graph = Fields.NONE.with(1, List.of(node.bytes())).bytes();
        }
        assertRefused(model(graph), "nested deeper than 16");
    }

    @Test
    void refusesATensorOfImpossibleShape() throws Exception {
        Fields tensor = Fields.NONE.with(1, new long[] {1L << 40, 1L << 40}).with(2, 1).with(8, "w");
        assertRefused(model(Fields.NONE.with(5, List.of(tensor.bytes())).bytes()), "impossible shape");
    }

    @Test
    void refusesWeightsOutsideTheFolder() {
        assertThatThrownBy(() -> ModelFile.read(MODELS.resolve("external-escape.onnx")))
                .isInstanceOf(BadGraphException.class).hasMessageContaining("'../outside.bin', outside the model's folder: it is not read");
    }

    @Test
    void takesInWeightsOfTheFolderAndRefusesALinkOutOfIt() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("models"));
        Fields entry = Fields.NONE.with(1, "location").with(2, "weights.bin");
        Fields tensor = Fields.NONE.with(1, new long[] {2}).with(2, 1).with(8, "w").with(13, List.of(entry.bytes())).with(14, 1);
        Path file = Files.write(inside.resolve("model.onnx"), model(Fields.NONE.with(5, List.of(tensor.bytes())).bytes()));
        assertRefused(file, "'weights.bin', which is not in the model's folder: fetch it too");

        byte[] weights = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(3).putFloat(4).array();
        Files.write(inside.resolve("weights.bin"), weights);
        assertThat(ModelFile.read(file).graph().weights().get(0).floats()).containsExactly(3, 4);

        Files.delete(inside.resolve("weights.bin"));
        Files.write(folder.resolve("secret.bin"), weights);
        Files.createSymbolicLink(inside.resolve("weights.bin"), folder.resolve("secret.bin"));
        assertRefused(file, "a link out of the model's folder");
    }

    @Test
    void refusesNoFileAndNoModel() throws Exception {
        assertRefused(folder.resolve("absent.onnx"), "there is no such file");
        assertRefused(new byte[0], "it holds no graph");
        assertRefused("name: a card, no model\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "can't be used");
    }

    private static byte[] model(ByteString graph) {
        return Fields.NONE.with(1, 8).with(7, List.of(graph)).bytes().toByteArray();
    }

    private void assertRefused(byte[] bytes, String sentence) throws Exception {
        assertRefused(Files.write(folder.resolve("bad.onnx"), bytes), sentence);
    }

    private static void assertRefused(Path file, String sentence) {
        ThrowingCallable reading = () -> ModelFile.read(file);
        assertThatThrownBy(reading).isInstanceOf(BadGraphException.class).hasMessageContaining(sentence).hasMessageContaining(file.getFileName().toString())
                .message().doesNotContain("\n");
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
