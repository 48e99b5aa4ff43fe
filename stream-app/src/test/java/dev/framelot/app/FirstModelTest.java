package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.inference.CardFolder;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the routes start with when what was chosen for them can't be used: real models in ONNX Runtime, no Kafka. Only batches of more than two show what is wrong with {@code up-to-two}. */
class FirstModelTest {
    private static final String OF_SETTINGS = "1.10";

    @TempDir
    Path temp;

    private Path models;

    @BeforeEach
    void folder() throws IOException {
        models = Files.createDirectory(temp.resolve("models"));
    }

    private static Path model(Path folder, String file, String version) throws IOException {
        return new CardFolder(Files.createDirectories(folder), file).with("version: 1.10", "version: '" + version + "'").path();
    }

    private Chosen chosen(String name, String file, String version) throws Exception {
        model(models.resolve(name), file, version);
        return new Chosen(name, ModelCards.load(models.resolve(name)).identity());
    }

    private FramelotConfig config(Path main, String... more) {
        ConfigOptions options = new ConfigOptions()
                .with("inference.model", main.toString())
                .with("inference.models", models.toString())
                .with("inference.profiles", temp.resolve("profiles").toString())
                .with("inference.lanes", "1")
                .with("decode.workers", "1")
                .with("batching.max-frames", "4");
        for (int i = 0; i < more.length; i += 2) {
            options.with(more[i], more[i + 1]);
        }
        return options.loadWithoutBroker().config();
    }

    private static OpenedModels open(FramelotConfig config, ModelChoice... choices) throws InferenceException {
        Map<String, ModelChoice> said = new HashMap<>();
        for (ModelChoice choice : choices) {
            said.put(choice.route(), choice);
        }
        return OpenedModels.open(config, route -> said.getOrDefault(route, ModelChoice.none(route)), BatchListener.NOBODY, failure -> {});
    }

    private static String version(ModelPipeline route) {
        return route.pipeline().serving().engine().model().version();
    }

    private static ModelChoice choice(Chosen chosen) {
        return ModelChoice.none("main").serving(chosen, "night-shift", 1);
    }

    private void theSettingsServeInsteadOf(Chosen chosen, String why) throws Exception {
        OpenedModels opened = open(config(model(temp.resolve("settings"), "painted-boxes", OF_SETTINGS)), choice(chosen));
        try {
            assertThat(version(opened.first())).isEqualTo(OF_SETTINGS);
            FirstModel first = opened.first(opened.first());
            assertThat(first.isOfSettings()).isTrue();
            assertThat(first.refusal()).contains(chosen.folder(), "can't be used here", why).doesNotContain("\n");
        } finally {
            opened.close();
        }
    }

    @Test
    void aChosenModelThatOpensAndCanNotBeWarmedMakesRoomForTheSettings() throws Exception {
        theSettingsServeInsteadOf(chosen("bad", "up-to-two", "2"), "shape 4");
    }

    @Test
    void soDoesOneWithOtherWeightsThanWereChosen() throws Exception {
        Chosen here = chosen("bad", "painted-boxes", "2");
        theSettingsServeInsteadOf(new Chosen("bad", new ModelIdentity("painted", "2", "ab".repeat(32))), here + " there");
    }

    @Test
    void soDoesOneWhoseCardWasChangedUnderItsVersion() throws Exception {
        Chosen before = chosen("bad", "painted-boxes", "2");
        Path card = models.resolve("bad/card.yaml");
        Files.writeString(card, Files.readString(card).replace("confidence: 0.25", "confidence: 0.5"));
        theSettingsServeInsteadOf(before, "its card in " + models.toAbsolutePath() + " (inference.models) of this instance is another");
    }

    @Test
    void soDoesOneThatIsGone() throws Exception {
        theSettingsServeInsteadOf(new Chosen("gone", new ModelIdentity("painted", "2", "ab".repeat(32))), "There is no model 'gone'");
    }

    @Test
    void soDoesOneWhoseOnlyBatchTheSettingsDoNotAllow() throws Exception {
        Chosen two = chosen("bad", "static-batch-2", "2");
        FramelotConfig config = config(model(temp.resolve("settings"), "painted-boxes", OF_SETTINGS), "batching.max-frames", "1", "decode.slots", "2");
        OpenedModels opened = open(config, choice(two));
        try {
            assertThat(version(opened.first())).isEqualTo(OF_SETTINGS);
            assertThat(opened.first(opened.first()).refusal()).contains("takes only batches of 2", "decode.slots");
        } finally {
            opened.close();
        }
    }

    @Test
    void theOneChosenBeforeGoesBeforeTheSettings() throws Exception {
        Chosen good = chosen("good", "painted-boxes", "2");
        ModelChoice choice = choice(good).serving(chosen("bad", "up-to-two", "3"), "night-shift", 2);
        OpenedModels opened = open(config(model(temp.resolve("settings"), "painted-boxes", OF_SETTINGS)), choice);
        try {
            assertThat(version(opened.first())).isEqualTo("2");
            assertThat(opened.first(opened.first()).chosen()).contains(good);
            assertThat(opened.first(opened.first()).refusal()).contains("bad", "shape 4").doesNotContain("good");
        } finally {
            opened.close();
        }
    }

    @Test
    void afterTheWayBackToTheSettingsTheyServeWhateverWasChosenBefore() throws Exception {
        ModelChoice back = choice(chosen("good", "painted-boxes", "2")).servingSettings("day-shift", 2);
        OpenedModels opened = open(config(model(temp.resolve("settings"), "painted-boxes", OF_SETTINGS)), back);
        try {
            assertThat(version(opened.first())).isEqualTo(OF_SETTINGS);
            assertThat(opened.first(opened.first()).refusal()).isEmpty();
        } finally {
            opened.close();
        }
    }

    @Test
    void anotherRouteFallsBackByItself() throws Exception {
        Chosen bad = chosen("bad", "up-to-two", "2");
        FramelotConfig config = config(model(temp.resolve("settings"), "painted-boxes", OF_SETTINGS),
                "models.second.path", model(temp.resolve("second"), "painted-boxes", "of second").toString(), "models.second.topics", "frames-second");
        OpenedModels opened = open(config, choice(chosen("good", "painted-boxes", "3")), ModelChoice.none("second").serving(bad, "night-shift", 1));
        try {
            assertThat(version(opened.all().get(0))).isEqualTo("3");
            assertThat(version(opened.all().get(1))).isEqualTo("of second");
            assertThat(opened.first(opened.all().get(0)).refusal()).isEmpty();
            assertThat(opened.first(opened.all().get(1)).refusal()).contains("bad", "shape 4");
        } finally {
            opened.close();
        }
    }

    @Test
    void onlyWhatStandsAgainstTheModelOfTheSettingsEndsTheStart() throws Exception {
        ModelChoice choice = choice(chosen("bad", "up-to-two", "2"));
        Path unfit = model(temp.resolve("settings"), "up-to-two", OF_SETTINGS);
        assertThatThrownBy(() -> open(config(unfit), choice)).isInstanceOf(InferenceException.class).hasMessageContaining("shape 4");

        Path good = model(temp.resolve("good"), "painted-boxes", OF_SETTINGS);
        String[] second = {"models.second.path", unfit.toString(), "models.second.topics", "frames-second"};
        assertThatThrownBy(() -> open(config(good, second))).isInstanceOf(InferenceException.class)
                .hasMessageContaining("models.second.path " + unfit).hasMessageContaining("shape 4");
    }

    @Test
    void theOneThatMakesRoomIsClosed() throws Exception {
        FakeSource source = new FakeSource();
        GatedEngine bad = new GatedEngine(new AtomicLong(1), 2_000);
        GatedEngine settings = new GatedEngine(new AtomicLong(1), 1_000);
        Chosen chosen = source.put("bad", bad);
        source.put(FakeSource.SETTINGS, settings);
        FirstModel first = FirstModel.open(source, choice(chosen));
        assertThat(first.engine()).isSameAs(bad);
        assertThat(settings.closed()).isFalse();

        FirstModel next = first.next(new OutOfMemoryError("Cannot reserve 8 bytes of direct buffer memory"));

        assertThat(bad.closed()).isTrue();
        assertThat(next.engine()).isSameAs(settings);
        assertThat(next.isOfSettings()).isTrue();
        assertThat(next.refusals()).isEqualTo(List.of(chosen + " can't be used here: java.lang.OutOfMemoryError: Cannot reserve 8 bytes of direct buffer memory"));
    }
}
