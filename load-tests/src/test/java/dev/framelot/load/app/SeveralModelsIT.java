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
import dev.framelot.config.NamedModel;
import dev.framelot.config.RoutingSettings;
import dev.framelot.http.ModelRoute;
import dev.framelot.inference.InferenceException;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Three real models in one instance, frames routed to them on a real broker. */
class SeveralModelsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EACH = 120;

    @TempDir
    Path folder;

    @Test
    void framesGoToTheModelOfTheirTopicOrAttributeAndNoneIsLostOrOutOfOrder() throws Exception {
        ModelCopies models = new ModelCopies(folder);
        models.copy("colour", "main");
        models.copy("thermal", "thermal");
        models.copy("night", "night");
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("thermal", 2, (short) 1))).all().get();
            }
            FramelotConfig config = TestConfig.running(
                            TestConfig.batching(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Mode.ADAPTIVE, Duration.ofMillis(100), Drop.KEEP_ALL),
                            folder.resolve("colour"), folder)
                    .withRouting(new RoutingSettings(Optional.of("model"), List.of(
                            new NamedModel("night", folder.resolve("night"), List.of(), 1),
                            new NamedModel("thermal", folder.resolve("thermal"), List.of("thermal"), 1))));
            Map<String, String> wanted = new HashMap<>();
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                try (FramelotApp app = FramelotApp.start(config)) {
                    for (int i = 0; i < EACH; i++) {
                        frames.sendTo("thermal", "by-topic-" + i % 3, i, 0, Frames.JPEG);
                        wanted.put("by-topic-" + i % 3 + "-" + i, "thermal");
                        frames.sendFor(i % 2 == 0 ? "night" : "thermal", "mixed", i);
                        wanted.put("mixed-" + i, i % 2 == 0 ? "night" : "thermal");
                        frames.send("plain-" + i % 3, i, Frames.JPEG);
                        wanted.put("plain-" + i % 3 + "-" + i, "main");
                        frames.sendFor("x-ray", "lost", i);
                    }
                    frames.flush();
                    outcomes.await(4 * EACH, PATIENCE);
                    assertThat(app.shutDown()).isTrue();
                }
                // What would come twice would come here.
                outcomes.await(4 * EACH + 1, Duration.ofSeconds(2));
                assertThat(outcomes.detections.stream().collect(Collectors.toMap(FrameDetections::getFrameId, found -> found.getModel().getVersion()))).isEqualTo(wanted);
                assertThat(outcomes.detections).hasSize(3 * EACH);
                assertThat(outcomes.deadLetters).hasSize(EACH).extracting(FrameDeadLetter::getReason).containsOnly("unknown_model");
                assertThat(outcomes.shed).isEmpty();
                inOrder(Stream.concat(
                        outcomes.detections.stream().map(found -> Map.entry(found.getCameraId(), found.getSequence())),
                        outcomes.deadLetters.stream().map(dead -> Map.entry(dead.getCameraId(), dead.getSequence()))).toList());
            }
        }
    }

    @Test
    void eachRouteIsSwappedAndShadowedByItselfAndServesItsChoiceAfterARestart() throws Exception {
        ModelCopies models = new ModelCopies(folder);
        models.copy("colour", "main");
        models.copy("thermal", "thermal");
        models.copy("thermal-2", "thermal 2");
        models.copy("damaged", "1");
        models.damage("damaged");
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("thermal", 2, (short) 1), new NewTopic("detections.shadow", 1, (short) 1))).all().get();
            }
            FramelotConfig config = TestConfig.running(
                            TestConfig.batching(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Mode.ADAPTIVE, Duration.ofMillis(100), Drop.KEEP_ALL),
                            folder.resolve("colour"), folder)
                    .withRouting(new RoutingSettings(Optional.of("model"), List.of(new NamedModel("thermal", folder.resolve("thermal"), List.of("thermal"), 1))));
            int sent = 0;
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                try (FramelotApp app = FramelotApp.start(config)) {
                    ModelRoute thermal = app.models().on("thermal");
                    sent = sendBoth(frames, sent, EACH);
                    outcomes.await(2 * sent, PATIENCE);
                    assertThatThrownBy(() -> thermal.serve("damaged", Optional.empty(), "test")).isInstanceOf(InferenceException.class);
                    assertThatThrownBy(() -> app.models().on("x-ray")).hasMessageContaining("main, thermal");
                    thermal.shadow(Optional.of("thermal-2"), Optional.of(0L), "test");
                    assertThat(thermal.running().shadow().orElseThrow().identity().version()).isEqualTo("thermal 2");
                    assertThat(app.models().main().running().shadow()).isEmpty();
                    sent = sendBoth(frames, sent, EACH);
                    assertThat(ShadowRecords.await(kafka.bootstrapServers(), 5, PATIENCE)).allSatisfy(found -> {
                        assertThat(found.getModel().getVersion()).isEqualTo("thermal 2");
                        assertThat(found.getCameraId()).startsWith("thermal-");
                    });
                    thermal.serve("thermal-2", Optional.of(1L), "test");
                    sent = sendBoth(frames, sent, EACH);
                    outcomes.await(2 * sent, PATIENCE);
                    assertThat(app.models().main().running().choice().version()).as("nobody changed main").isZero();
                    assertThat(app.shutDown()).isTrue();
                }
                assertThat(versions(outcomes, "main-", 0)).containsOnly("main");
                assertThat(versions(outcomes, "thermal-", 0)).containsOnly("thermal", "thermal 2");
                assertThat(versions(outcomes, "thermal-", 2 * EACH)).as("after the swap").containsOnly("thermal 2");
                try (FramelotApp again = FramelotApp.start(config.withHttp(HttpSettings.loopback(0)))) {
                    assertThat(again.models().on("thermal").running().serving().identity().version()).as("before its first frame").isEqualTo("thermal 2");
                    assertThat(again.models().main().running().serving().identity().version()).isEqualTo("main");
                    int before = sent;
                    sent = sendBoth(frames, sent, EACH);
                    bySocket(again, "webcam", "thermal");
                    outcomes.await(2 * sent + 1, PATIENCE);
                    assertThat(versions(outcomes, "thermal-", before)).containsOnly("thermal 2");
                    assertThat(versions(outcomes, "webcam", -1)).as("of the model that the socket names").containsExactly("thermal 2");
                    assertThatThrownBy(() -> bySocket(again, "webcam", "x-ray")).hasCauseInstanceOf(WebSocketHandshakeException.class)
                            .satisfies(refused -> assertThat(((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode()).isEqualTo(400));
                }
                assertThat(outcomes.detections).hasSize(2 * sent + 1).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                assertThat(outcomes.deadLetters).isEmpty();
                inOrder(outcomes.detections.stream().map(found -> Map.entry(found.getCameraId(), found.getSequence())).toList());
            }
        }
    }

    @Test
    void theCommandLineChoosesForOneRouteAndListsAll() throws Exception {
        ModelCopies models = new ModelCopies(folder);
        models.copy("colour", "main");
        models.copy("thermal", "thermal");
        models.copy("thermal-2", "thermal 2");
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            String[] settings = {
                "-b", kafka.bootstrapServers(), "--set", "inference.models=" + folder, "--set", "inference.model=" + folder.resolve("colour"),
                "--set", "models.thermal.path=" + folder.resolve("thermal"), "--set", "models.thermal.topics=thermal"
            };
            assertThat(framelot(settings, "model", "swap", "thermal-2", "--route", "thermal", "--by", "night-shift")).startsWith("0").contains("version 1 by night-shift");
            assertThat(framelot(settings, "model", "swap", "thermal-2", "--route", "x-ray")).startsWith("1").contains("'x-ray' (--route)", "main, thermal");
            models.reword("thermal-2", "confidence: 0.25", "confidence: 0.5");
            for (String change : List.of("swap", "shadow")) {
                assertThat(framelot(settings, "model", change, "thermal-2", "--route", "thermal")).startsWith("1").contains("Not changed: thermal-2 serves already", "give it another version");
            }
            models.reword("thermal-2", "confidence: 0.5", "confidence: 0.25");
            assertThat(framelot(settings, "model", "list")).startsWith("0").contains(
                    "Nobody chose: each instance serves the model of its settings", "on route thermal thermal-2 (painted thermal 2", "serves on route thermal");
            assertThat(framelot(settings, "model", "swap", "--settings", "--route", "thermal", "--by", "day-shift")).startsWith("0").contains(
                    "from  on route thermal thermal-2 (painted thermal 2", "to    on route thermal the model of the settings serves", "version 2 by day-shift");
            assertThat(framelot(settings, "model", "list")).startsWith("0").contains("on route thermal the model of the settings serves; version 2").doesNotContain("serves on route");
        }
    }

    /** The exit code, and all that was printed. */
    private static String framelot(String[] settings, String... arguments) {
        StringWriter printed = new StringWriter();
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed));
        return line.execute(Stream.concat(Stream.of(arguments), Stream.of(settings)).toArray(String[]::new)) + "\n" + printed;
    }

    /** One frame, and the answer to it waited for. */
    private static void bySocket(FramelotApp app, String camera, String model) throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        URI page = URI.create(app.url().orElseThrow());
        Awaitility.await().atMost(PATIENCE).until(app::running);
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + page.getAuthority() + "/v1/cameras/" + camera + "/socket?model=" + model), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        answers.add(text.toString());
                        return null;
                    }
                })
                .get(30, TimeUnit.SECONDS);
        socket.sendBinary(ByteBuffer.wrap(Frames.JPEG), true).get(30, TimeUnit.SECONDS);
        assertThat(answers.poll(30, TimeUnit.SECONDS)).contains("202");
        socket.abort();
    }

    /** {@code count} frames for each of the two models. */
    private static int sendBoth(Frames frames, int from, int count) {
        for (int i = from; i < from + count; i++) {
            frames.sendTo("thermal", "thermal-" + i % 3, i, 0, Frames.JPEG);
            frames.send("main-" + i % 3, i, Frames.JPEG);
        }
        frames.flush();
        return from + count;
    }

    private static Stream<String> versions(Outcomes outcomes, String cameras, int from) {
        return outcomes.detections.stream()
                .filter(found -> found.getCameraId().startsWith(cameras) && found.getSequence() >= from)
                .map(found -> found.getModel().getVersion());
    }

    private static void inOrder(List<Map.Entry<String, Long>> frames) {
        frames.stream().collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .forEach((camera, sequences) -> assertThat(sequences).as(camera).isSorted());
    }
}
