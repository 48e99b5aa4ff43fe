package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.inference.SharedFiles;
import dev.framelot.inference.family.InputGuess;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people bring, where the folder beside the repository has it. */
class RealModelsTest {
    @ParameterizedTest
    @CsvSource({
        "yolox_nano, Freed",
        "ultraface-rfb-320, Freed",
        "fastestdet, Freed",
        // Dynamic quantisation takes one scale from all frames.
        "yolo11n_int8, Stays"
    })
    void freesTheBatchAxisWhereFramesDoNotMix(String name, String expected) throws Exception {
        Path file = SharedFiles.model(name, "whether the batch axis of " + name + " can be freed");
        Model model = ModelFile.read(file);
        BatchFreeing freeing = BatchFreeing.of(new GraphInputs(model, InputGuess.of(GraphRead.facts(model)).orElseThrow()));
        assertThat(freeing.getClass().getSimpleName()).as(String.join(" ", freeing.sentences())).isEqualTo(expected);
    }
}
