package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.inference.CardFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real models in ONNX Runtime. Only batches of more than two show what is wrong with {@code up-to-two}. */
class ModelTrialTest {
    @TempDir
    Path models;

    @BeforeEach
    void folder() throws IOException {
        for (String model : List.of("painted-boxes", "up-to-two", "static-batch-2")) {
            new CardFolder(Files.createDirectory(models.resolve(model)), model);
        }
    }

    private ModelTrial with(String... settings) {
        ConfigOptions options = new ConfigOptions().with("inference.models", models.toString()).with("kafka.bootstrap-servers", "nowhere:1")
                .with("inference.lanes", "1");
        for (int i = 0; i < settings.length; i += 2) {
            options.with(settings[i], settings[i + 1]);
        }
        return new ModelTrial(options.loadWithoutModel().config());
    }

    @Test
    void everyShapeOfTheSettingsIsRunOnEveryLaneAndToldAsSuch() {
        ModelTrial.Passed passed = with("batching.max-frames", "6", "inference.lanes", "2").toServe("painted-boxes");
        assertThat(passed.shapes()).containsExactly(1, 2, 4, 6);
        assertThat(passed.chosen().folder()).isEqualTo("painted-boxes");
        assertThat(passed.chosen().identity().version()).isEqualTo("1.10");
        assertThat(passed.sentence()).startsWith("here on cpu: batches of 1, 2, 4, 6 on 2 lanes, in ").endsWith(" s");
    }

    @Test
    void oneThatFailsAtALargerBatchIsRefusedWhereTheSettingsHaveThat() {
        assertThatThrownBy(() -> with("batching.max-frames", "4").toServe("up-to-two")).isInstanceOf(StartException.class)
                .hasMessageContaining("Not changed: ").hasMessageContaining("shape 4");
        assertThat(with("batching.max-frames", "2").toServe("up-to-two").shapes()).containsExactly(1, 2);
    }

    @Test
    void aShadowIsTriedAsItRuns() {
        ModelTrial.Passed passed = with("batching.max-frames", "4", "inference.lanes", "2").toWatch("up-to-two");
        assertThat(passed.sentence()).startsWith("here on cpu: a batch of 1 on 1 lane, in ");
    }

    @Test
    void aModelOfOneBatchSizeIsTriedWithThatAndWhatFollowsIsSaid() {
        ModelTrial.Passed passed = with("batching.max-frames", "4").toServe("static-batch-2");
        assertThat(passed.shapes()).containsExactly(2);
        assertThat(passed.sentence()).contains("a batch of 2 on 1 lane", "it takes no other size", "keeps what it has until its next start");
        assertThat(with("batching.max-frames", "2", "batching.shapes", "2").toServe("static-batch-2").sentence()).doesNotContain("no other size");
    }

    @Test
    void whatOnlyAnInstanceMeasuresIsNotClaimed() {
        ModelTrial.Passed passed = with("batching.max-frames", "-1").toServe("up-to-two");
        assertThat(passed.shapes()).containsExactly(1);
        assertThat(passed.sentence()).contains("a batch of 1 on 1 lane", "each instance measures (batching.max-frames is -1)");
    }

    @Test
    void aNameThatIsNotHereMayBeThereWhereAnInstanceRuns() {
        assertThatThrownBy(() -> with().toServe("elsewhere")).isInstanceOf(StartException.class)
                .hasMessageContaining("Not changed: ").hasMessageContaining("'elsewhere'").hasMessageContaining("framelot model swap NAME --url URL");
    }
}
