package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.app.Framelot;
import dev.framelot.app.FramelotApp;
import dev.framelot.config.BatchingSettings.Drop;
import dev.framelot.config.BatchingSettings.Mode;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.HttpSettings;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.control.StaleVersionException;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.FrameCodecs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebDriver;
import picocli.CommandLine;

/** Real models in ONNX Runtime, changed while a real broker delivers frames. */
class ModelSwapIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static EmbeddedKafka kafka;

    @TempDir
    Path folder;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start();
        Frames.createTopics(kafka.bootstrapServers(), 1);
        createTopic("detections.shadow", 4);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    private static void createTopic(String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        }
    }

    private static ControlTopic control(String topic) {
        return new ControlTopic(topic, Map.of("bootstrap.servers", kafka.bootstrapServers()), FrameCodecs.bundled().controlCommand(topic));
    }

    private static ModelIdentity serving(FramelotApp app) {
        return app.models().main().running().serving().identity();
    }

    /** Sends {@code count} frames of five cameras. */
    private static int send(Frames frames, int from, int count) {
        for (int i = from; i < from + count; i++) {
            frames.send("camera-" + i % 5, i / 5, Frames.JPEG);
        }
        frames.flush();
        return from + count;
    }

    @Test
    void modelsAreSwappedUnderLoadShadowedAndKeptOverARestartAndABrokenOneChangesNothing() throws Exception {
        ModelCopies models = new ModelCopies(folder);
        models.copy("one", "1");
        models.copy("two", "2");
        models.copy("wide", "1", "wrong-width", 64);
        models.copy("cut", "1", "truncated", 32);
        models.copy("changed", "1");
        models.damage("changed");
        for (String unusable : List.of("unknown-operator", "wrong-rank", "external-escape", "float-input")) {
            models.copy(unusable, "1", unusable, 32);
        }
        FramelotConfig config = TestConfig.running(
                TestConfig.batching(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Mode.ADAPTIVE, Duration.ofMillis(100), Drop.KEEP_ALL),
                folder.resolve("one"), folder);
        int sent = 0;
        try (Frames frames = new Frames(kafka.bootstrapServers());
                Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
            try (FramelotApp app = FramelotApp.start(config)) {
                sent = send(frames, sent, 300);
                for (String broken : List.of("wide", "cut", "changed", "unknown-operator", "wrong-rank", "external-escape", "float-input")) {
                    assertThatThrownBy(() -> app.models().main().serve(broken, Optional.empty(), "test")).as(broken).isInstanceOf(InferenceException.class);
                    assertThatThrownBy(() -> app.models().main().shadow(Optional.of(broken), Optional.empty(), "test")).as(broken).isInstanceOf(InferenceException.class);
                }
                assertThatThrownBy(() -> app.models().main().serve("../one", Optional.empty(), "test")).hasMessageContaining("inference.models");
                assertThat(app.models().main().running().choice().version()).as("nothing was chosen").isZero();
                assertThat(serving(app).version()).isEqualTo("1");

                app.models().main().shadow(Optional.of("two"), Optional.of(0L), "test");
                sent = send(frames, sent, 200);
                shadowRecords();
                sent = send(frames, sent, 300);
                assertThatThrownBy(() -> app.models().main().serve("two", Optional.of(0L), "test")).isInstanceOf(StaleVersionException.class);
                app.models().main().serve("two", Optional.of(1L), "test");
                assertThat(serving(app).version()).isEqualTo("2");
                assertThat(app.models().main().running().shadow()).as("what serves is no shadow").isEmpty();
                assertThat(app.models().main().running().ready()).as("what serves is not kept twice").isEmpty();
                models.reword("two", "confidence: 0.25", "confidence: 0.5");
                assertThatThrownBy(() -> app.models().main().serve("two", Optional.empty(), "test")).isInstanceOf(InferenceException.class).hasMessageContaining("give it another version");
                assertThat(app.models().main().running().choice().version()).as("nothing was chosen").isEqualTo(2);
                models.reword("two", "confidence: 0.5", "confidence: 0.25");
                sent = send(frames, sent, 300);
                outcomes.await(sent, PATIENCE);
                assertThat(app.stats().deadLettered() + app.stats().shed()).isZero();
            }
            nothingLostNothingMixed(outcomes.detections, sent);
            assertThat(outcomes.detections.stream().map(d -> d.getModel().getVersion())).contains("1", "2");
            assertThat(lastVersions(outcomes.detections, 300)).as("all that came after the swap").containsOnly("2");

            try (FramelotApp again = FramelotApp.start(config)) {
                assertThat(serving(again).version()).as("before its first frame").isEqualTo("2");
                sent = send(frames, sent, 50);
                outcomes.await(sent, PATIENCE);
                assertThat(lastVersions(outcomes.detections, 50)).containsOnly("2");
                assertThatThrownBy(() -> again.models().main().serveSettings(Optional.of(1L), "test")).isInstanceOf(StaleVersionException.class);
                sent = send(frames, sent, 200);
                again.models().main().serveSettings(Optional.of(2L), "test");
                assertThat(again.models().main().running().serving().folder()).as("the settings'").isEmpty();
                sent = send(frames, sent, 50);
                outcomes.await(sent, PATIENCE);
                assertThat(lastVersions(outcomes.detections, 50)).as("all that came after the way back").containsOnly("1");
            }
            try (FramelotApp back = FramelotApp.start(config)) {
                assertThat(serving(back).version()).as("no choice any more").isEqualTo("1");
                assertThat(back.models().main().running().refusal()).isEmpty();
                back.models().main().serve("two", Optional.of(3L), "test");
            }
            // One that opens and can't run a batch of four comes to be chosen where nobody tries that, and the one before is damaged.
            Chosen unfit = new Chosen("up-to-two", ModelCards.load(models.copy("up-to-two", "3", "up-to-two", 32)).identity());
            control(config.topics().control()).choose(control(config.topics().control()).read().orElseThrow().models("main").serving(unfit, "test", 1));
            models.damage("two");
            try (FramelotApp without = FramelotApp.start(config)) {
                assertThat(serving(without).version()).as("neither of the chosen ones can run here: the settings' serves").isEqualTo("1");
                assertThat(without.models().main().running().refusal()).contains("up-to-two (painted 3", "shape 4", "two (painted 2", "sha256");
                sent = send(frames, sent, 50);
                outcomes.await(sent, PATIENCE);
                without.models().main().serveSettings(Optional.of(5L), "test");
                assertThat(without.models().main().running().refusal()).as("what is chosen is what serves").isEmpty();
            }
            nothingLostNothingMixed(outcomes.detections, sent);
        }
    }

    @Test
    void thePageSaysWhichModelServesAndWhichOneWatches() throws Exception {
        ModelCopies models = new ModelCopies(folder);
        models.copy("one", "1");
        models.copy("two", "2");
        createTopic("control.page", 1);
        FramelotConfig config = TestConfig.controlledBy(
                        TestConfig.running(TestConfig.of(kafka.bootstrapServers(), Guarantee.AT_LEAST_ONCE), folder.resolve("one"), folder), "control.page")
                .withHttp(HttpSettings.loopback(0));
        WebDriver browser = LivePageIT.browser();
        try (FramelotApp app = FramelotApp.start(config)) {
            browser.get(app.url().orElseThrow());
            LivePageIT.shows(browser, "#model", "painted 1 on cpu");
            app.models().main().shadow(Optional.of("two"), Optional.empty(), "test");
            LivePageIT.shows(browser, "#model", "painted 1 on cpu · shadow: painted 2");
            assertThat(swap("two", "--url", app.url().orElseThrow(), "--by", "night-shift")).contains("from  painted 1", "to    painted 2", "batches of 1, 2, 4, 8 serves");
            LivePageIT.shows(browser, "#model", "painted 2 on cpu · framelot-test");
            LivePageIT.shows(browser, "#notes", "by night-shift");

            String[] byTopic = {"--bootstrap-servers", kafka.bootstrapServers(), "--set", "topics.control=control.page", "--set", "inference.models=" + folder};
            models.copy("up-to-two", "3", "up-to-two", 32);
            assertThat(swap("up-to-two", "--url", app.url().orElseThrow())).as("where it is to serve").contains("answered 422: ", "shape 4", "Nothing has changed");
            assertThat(swap("up-to-two", byTopic)).as("more than the smallest batch is run").contains("Not changed: ", "shape 4").doesNotContain("version 3");
            assertThat(swap("one", byTopic)).contains("tried here on cpu: batches of 1, 2, 4, 8 on 2 lanes", "version 3");
            LivePageIT.shows(browser, "#model", "painted 1 on cpu · framelot-test");
        } finally {
            browser.quit();
        }
    }

    /** What {@code framelot model swap} prints. */
    private static String swap(String name, String... more) {
        StringWriter said = new StringWriter();
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        line.execute(Stream.concat(Stream.of("model", "swap", name), Stream.of(more)).toArray(String[]::new));
        return said.toString();
    }

    private static void nothingLostNothingMixed(List<FrameDetections> detections, int sent) {
        assertThat(detections).hasSize(sent).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
        Map<String, Long> last = new HashMap<>();
        for (FrameDetections d : detections) {
            Long before = last.put(d.getCameraId(), d.getSequence());
            assertThat(before == null ? -1 : before).as("camera " + d.getCameraId()).isLessThan(d.getSequence());
            assertThat(d.getModel().getName()).isEqualTo("painted");
        }
    }

    /** Of the frames sent last. */
    private static List<String> lastVersions(List<FrameDetections> detections, int count) {
        List<FrameDetections> bySequence = new ArrayList<>(detections);
        bySequence.sort((a, b) -> Long.compare(a.getSequence(), b.getSequence()));
        return bySequence.subList(bySequence.size() - count, bySequence.size()).stream().map(d -> d.getModel().getVersion()).distinct().toList();
    }

    private static void shadowRecords() {
        assertThat(ShadowRecords.await(kafka.bootstrapServers(), 5, PATIENCE)).allSatisfy(found -> {
            assertThat(found.getModel().getVersion()).isEqualTo("2");
            assertThat(found.getBatch().getReason()).isEqualTo("shadow");
            assertThat(found.getCameraId()).startsWith("camera-");
        });
    }

    /** Of all who change the same version at the same time one does, and each other is told that it came too late. */
    private static void onlyOneWins(List<Callable<Void>> changes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(changes.size());
        CyclicBarrier together = new CyclicBarrier(changes.size());
        int won = 0;
        try {
            List<Future<Void>> asked = new ArrayList<>();
            for (Callable<Void> change : changes) {
                asked.add(threads.submit(() -> {
                    together.await();
                    return change.call();
                }));
            }
            for (Future<Void> one : asked) {
                try {
                    one.get();
                    won++;
                } catch (ExecutionException refused) {
                    assertThat(refused.getCause()).isInstanceOf(StaleVersionException.class);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(won).isEqualTo(1);
    }

    @Test
    void ofTwoWhoChangeTheSameVersionOneIsRefused() throws Exception {
        createTopic("control.race", 1);
        ControlState now = ControlState.of(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE).batching());
        List<Callable<Void>> modes = new ArrayList<>();
        List<Callable<Void>> choices = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String by = "writer-" + i;
            modes.add(() -> {
                control("control.race").change(now, new ControlState(Mode.LATENCY, now.slo(), Drop.KEEP_ALL, now.maxFrames(), Optional.empty(), 1, by, 1));
                return null;
            });
            choices.add(() -> {
                control("control.race").choose(ModelChoice.none("main").serving(new Chosen(by, new ModelIdentity("m", "1", "ab")), by, 1));
                return null;
            });
        }
        onlyOneWins(modes);
        onlyOneWins(choices);
        ControlTopic.Content content = control("control.race").read().orElseThrow();
        assertThat(content.changes()).hasSize(1);
        assertThat(content.modelChanges()).hasSize(1);
        assertThat(content.state().orElseThrow()).isEqualTo(content.changes().get(0).to());
        assertThat(content.models("main")).isEqualTo(content.modelChanges().get(0));

        ModelChoice thermal = ModelChoice.none("thermal").serving(new Chosen("hot", new ModelIdentity("m", "1", "ab")), "test", 2);
        control("control.race").choose(thermal);
        assertThatThrownBy(() -> control("control.race").choose(thermal)).isInstanceOf(StaleVersionException.class);
        ControlTopic.Content both = control("control.race").read().orElseThrow();
        assertThat(both.models("thermal")).as("its first version, whatever main's is").isEqualTo(thermal);
        assertThat(both.models("main")).isEqualTo(content.models("main"));
        assertThat(both.models("x-ray")).isEqualTo(ModelChoice.none("x-ray"));
        assertThat(both.modelChanges()).containsExactly(content.models("main"), thermal);
    }
}
