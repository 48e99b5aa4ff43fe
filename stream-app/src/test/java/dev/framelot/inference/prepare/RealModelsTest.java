package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.inference.family.InputGuess;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people bring, where the folder beside the repository has it. */
class RealModelsTest {
    private static final Path MODELS = Path.of(System.getProperty("framelot.shared", "../../shared")).resolve("models");

    @ParameterizedTest
    @CsvSource({
        "yolox_nano.onnx, Freed",
        "ultraface-rfb-320.onnx, Freed",
        "fastestdet.onnx, Freed",
        // Dynamic quantisation takes one scale from all frames.
        "yolo11n_int8.onnx, Stays"
    })
    void freesTheBatchAxisWhereFramesDoNotMix(String name, String expected) throws Exception {
        Path file = MODELS.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), file + " is not there");
        Model model = ModelFile.read(file);
        BatchFreeing freeing = BatchFreeing.of(new GraphInputs(model, InputGuess.of(GraphRead.facts(model)).orElseThrow()));
        assertThat(freeing.getClass().getSimpleName()).as(String.join(" ", freeing.sentences())).isEqualTo(expected);
    }
}
