package dev.framelot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FurtherModelsTest {
    @TempDir
    Path folder;

    @Test
    void withoutAnyThereIsOneModelForEveryFrame() {
        assertThat(Settings.valid().config().routing()).isEqualTo(RoutingSettings.ONE_MODEL);
    }

    @Test
    void aFileNamesModelsTheirTopicsAndLanes() throws IOException {
        Path file = Files.writeString(folder.resolve("framelot.yaml"), """
                frame:
                  model-attribute: model
                models:
                  thermal:
                    path: models/thermal
                    topics: [thermal, thermal-2]
                    lanes: 2
                  night-shift:
                    path: night.onnx
                """);
        RoutingSettings routing = Settings.valid().file(file).config().routing();
        assertThat(routing.attribute()).contains("model");
        assertThat(routing.further()).containsExactly(
                new NamedModel("night-shift", Path.of("night.onnx"), List.of(), 1),
                new NamedModel("thermal", Path.of("models/thermal"), List.of("thermal", "thermal-2"), 2));
        assertThat(routing.topics()).containsExactly("thermal", "thermal-2");
    }

    @Test
    void theEnvironmentAndTheCommandLineNameThemToo() {
        Settings settings = Settings.of(Map.of("FRAMELOT_MODELS_NIGHT_SHIFT_PATH", "night.onnx"), Map.of("models.night-shift.lanes", "3"))
                .set("kafka.bootstrap-servers", "localhost:9092").set("inference.engine", "declared-cost").set("models.night-shift.topics", "night");
        assertThat(settings.config().routing().further()).containsExactly(new NamedModel("night-shift", Path.of("night.onnx"), List.of("night"), 3));
        assertThat(settings.inForce("models.night-shift.path").source()).isEqualTo("environment");
    }

    @Test
    void oneModelsConfigurationIsTheInstancesWithItsFileAndLanes() {
        FramelotConfig config = Settings.valid("models.thermal.path", "thermal.onnx", "models.thermal.topics", "thermal", "models.thermal.lanes", "3", "decode.slots", "70").config();
        FramelotConfig thermal = config.running(config.routing().further().get(0));
        assertThat(thermal.inference().model()).isEqualTo(Path.of("thermal.onnx"));
        assertThat(thermal.inference().lanes()).isEqualTo(3);
        assertThat(thermal.decode().slots()).as("decode.slots is the first model's").isEqualTo(3 * 8 * 3 + thermal.decode().workers());
        assertThat(thermal.delivery().inFlightFrames()).isEqualTo(4 * 8 * 3);
        assertThat(thermal.inference().threads()).isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / config.inference().lanes()));
        assertThat(config.decode().slots()).isEqualTo(70);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        List<Problem> problems = Settings.valid(
                        "models.thermal.pth", "x", "models.thermal.lanes", "0", "models.main.path", "y", "models.Ray!.path", "z", "models.a.b.c", "d")
                .problems();
        assertThat(problems).extracting(Problem::key).containsExactlyInAnyOrder("models.thermal.pth", "models.thermal.lanes", "models.main", "models.Ray!", "models.a.b.c");
        assertThat(problems).filteredOn(problem -> problem.key().equals("models.thermal.pth")).singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("models.thermal.path"));
    }

    @Test
    void whatModelsOweOneAnotherIsToldAtOnce() {
        List<Problem> problems = Settings.valid(
                        "models.thermal.topics", "frames,both", "models.ray.path", "ray.onnx", "models.ray.topics", "both", "models.lone.path", "lone.onnx")
                .problems();
        assertThat(problems).extracting(Problem::key).containsExactlyInAnyOrder(
                "models.lone.topics", "models.thermal.path", "models.thermal.topics", "models.thermal.topics");
        assertThat(problems.toString()).contains("'frames'", "topics.frames", "'both'", "models.ray.topics", "no frame would ever reach the model 'lone'");
    }

    @Test
    void aHeaderOfBareImagesThatMeansSomethingElseNamesNoModel() {
        List<Problem> problems = Settings.valid(
                "models.thermal.path", "thermal.onnx", "frame.model-attribute", "traffic-class", "frame.format", "image").problems();
        assertThat(problems).extracting(Problem::key).containsExactly("frame.model-attribute");
        assertThat(problems.toString()).contains("frame.format: image");
    }

    @Test
    void anAttributeWithoutFurtherModelsAndAMissingFileAreRefused() {
        assertThat(Settings.valid("frame.model-attribute", "model").problems()).extracting(Problem::key).containsExactly("frame.model-attribute");
        List<Problem> missing = Settings.valid("inference.engine", "onnx", "inference.model", folder.toString(), "models.thermal.path", "nowhere.onnx", "models.thermal.topics", "t").problems();
        assertThat(missing).extracting(Problem::key).containsExactly("models.thermal.path");
        assertThat(Optional.of(missing.get(0).toString())).get().asString().contains("nowhere.onnx");
    }
}
